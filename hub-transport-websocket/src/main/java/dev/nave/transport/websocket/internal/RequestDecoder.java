package dev.nave.transport.websocket.internal;

import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes one request and then waits to be asked for the next, so that requests sent in a row are
 * answered in a row, and that what a client sends behind an upgrade request is not taken for HTTP:
 * when the decoder is removed, it hands on what it has not decoded. Loop only.
 */
final class RequestDecoder extends HttpRequestDecoder {
  private final Channel channel;
  private final Begun requestBegins;
  private final HeadScanner head = new HeadScanner();
  private State state = State.BEFORE_REQUEST;

  /** What becomes of bytes that come. */
  private enum State {
    /** They begin a request. */
    BEFORE_REQUEST,
    /** They belong to a request, and are decoded. */
    DECODING,
    /** They are kept. */
    PAUSED
  }

  /** The first byte of a record that begins TLS; no method of HTTP begins so. RFC 8446, 5.1. */
  private static final byte TLS_HANDSHAKE = 0x16;

  /** Is called at the first byte of each request. */
  interface Begun {
    /**
     * Called at the first byte.
     *
     * @param looksLikeTls whether it begins TLS, which is not for this decoder
     */
    void run(boolean looksLikeTls);
  }

  /**
   * Makes a decoder.
   *
   * @param requestBegins is run at the first byte of each request
   */
  RequestDecoder(Channel channel, HttpLimits limits, Begun requestBegins) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxRequestLineBytes())
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setUseRfc9112TransferEncoding(true));
    this.requestBegins = requestBegins;
    this.channel = channel;
  }

  /** Goes on with the next request. */
  void next() {
    goOn(State.BEFORE_REQUEST);
  }

  /** Decodes nothing more of this request until {@link #goOn}. */
  void pause() {
    state = State.PAUSED;
  }

  /** Goes on with this request, and reads what its channel brings. */
  void goOn() {
    goOn(State.DECODING);
  }

  private void goOn(State next) {
    state = next;
    channel.config().setAutoRead(true);
    ChannelHandlerContext own = channel.pipeline().context(this);
    try {
      channelRead(own, Unpooled.EMPTY_BUFFER);
    } catch (Exception e) {
      own.fireExceptionCaught(e);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    if (state == State.PAUSED) {
      if (bytes.isReadable()) {
        channel.config().setAutoRead(false); // What has come is kept, but no more than one read.
      }
      return;
    }
    if (state == State.BEFORE_REQUEST && bytes.isReadable()) {
      state = State.DECODING;
      head.begin();
      requestBegins.run(bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE);
    }
    head.scan(bytes);
    super.decode(context, bytes, decoded);
    head.decoded(bytes, decoded);
    if (!decoded.isEmpty() && decoded.get(decoded.size() - 1) instanceof LastHttpContent) {
      state = State.PAUSED;
    }
  }
}
