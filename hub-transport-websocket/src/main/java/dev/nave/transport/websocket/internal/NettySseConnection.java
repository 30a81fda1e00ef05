package dev.nave.transport.websocket.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EventStreamFraming;
import dev.nave.hub.transport.Framing;
import dev.nave.transport.websocket.internal.NettyLoop.SharedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One stream of Server-Sent Events: the response to a GET that does not end by itself. Loop only.
 *
 * <p>Each write is a chunk of the body. An HTTP/1.0 client, which knows no chunks, gets the plain
 * bytes, and its stream ends with the socket. What the client sends behind its request is thrown
 * away: nothing can follow an endless response.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettySseConnection extends NettyConnection {
  private static final byte[] CHUNK_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

  private final boolean chunked;

  NettySseConnection(Channel channel, NettyLoop loop, boolean chunked, Duration closeTimeout) {
    super(channel, loop, closeTimeout, "an event stream");
    this.chunked = chunked;
  }

  /** Writes the first bytes of the body, and hands itself to the hub's connection. Called once. */
  void begin(byte[] first, Attachable connection) {
    write(Unpooled.wrappedBuffer(first));
    attachTo(connection);
    channel.flush();
  }

  // What hub-core calls.

  @Override
  public Framing framing(TransferFormat format) {
    return EventStreamFraming.INSTANCE;
  }

  @Override
  public void write(OutboundBuffer buffer) {
    assert loop().inLoop();
    if (isOpen()) {
      write(((SharedBuffer) buffer).view());
    }
  }

  private void write(ByteBuf bytes) {
    if (!chunked) {
      channel.write(bytes, channel.voidPromise());
      return;
    }
    String head = Integer.toHexString(bytes.readableBytes()) + "\r\n";
    byte[] length = head.getBytes(StandardCharsets.US_ASCII);
    channel.write(Unpooled.wrappedBuffer(length), channel.voidPromise());
    channel.write(bytes, channel.voidPromise());
    channel.write(Unpooled.wrappedBuffer(CHUNK_END), channel.voidPromise());
  }

  /** Nothing is received here, so there is nothing to pause. */
  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  // The end.

  @Override
  void writeEnd(int webSocketCode) {
    closing();
    ByteBuf end = chunked ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER;
    channel
        .writeAndFlush(end)
        .addListener(
            taken -> {
              if (taken.isSuccess()) {
                closeGently();
              } else {
                channel.close();
              }
            });
  }

  @Override
  void fail(Throwable e) {
    abort();
  }
}
