package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * A request whose head has been read: what its head says, and how much of its body has come. Loop
 * only.
 *
 * <p>Of a body that the endpoint does not want, only so much is read as keeps the connection
 * usable. A wanted body has no bound as a whole: it is read as fast as the hub takes it.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class IncomingRequest {
  /** How much of a body has come. */
  private enum Body {
    /** Nothing: the client waits for {@code 100 Continue}. */
    CLIENT_WAITS,
    /** Some of it. */
    COMING,
    /** All of it. */
    WHOLE
  }

  private final Channel channel;
  private final HttpLimits limits;
  private final HttpRequest request;
  private final @Nullable String webSocketKey;
  private final boolean keepAlive;
  private final boolean knowsChunks;
  private final boolean bodyWanted;
  private Body body;
  private int skippedBytes;

  /**
   * Takes a head.
   *
   * @throws RequestRefusedException if it is malformed, exceeds a limit, asks for a WebSocket in a
   *     wrong way, or announces too long a body that the endpoint does not want
   */
  IncomingRequest(
      io.netty.handler.codec.http.HttpRequest head,
      Channel channel,
      HttpLimits limits,
      HttpEndpoint endpoint)
      throws RequestRefusedException {
    this.channel = channel;
    this.limits = limits;
    request = RequestTranslator.translate(head, channel, limits);
    webSocketKey = Upgrade.keyOf(request, head);
    keepAlive = HttpUtil.isKeepAlive(head);
    knowsChunks = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    bodyWanted = endpoint.wantsBody(request);
    body = HttpUtil.is100ContinueExpected(head) ? Body.CLIENT_WAITS : Body.COMING;
    if (!bodyWanted) {
      if (HttpUtil.getContentLength(head, 0L) > limits.maxRequestBodyBytes()) {
        throw bodyTooLong();
      }
      letClientSend();
    }
  }

  /** Returns the request as the endpoint sees it. */
  HttpRequest request() {
    return request;
  }

  /** Returns the client's key if the request asks for a WebSocket, else null. */
  @Nullable String webSocketKey() {
    return webSocketKey;
  }

  /** Returns whether it is a HEAD request, whose response has no body. */
  boolean isHead() {
    return request.method().equals("HEAD");
  }

  /** Returns whether the client can read a response in chunks. */
  boolean knowsChunks() {
    return knowsChunks;
  }

  /** Returns whether another request can follow: the client wants that, and the body was read. */
  boolean leavesConnectionUsable() {
    return keepAlive && isWhole();
  }

  /** Returns whether the endpoint wants the body. */
  boolean isBodyWanted() {
    return bodyWanted;
  }

  /** Returns whether the body has been read to its end. */
  boolean isWhole() {
    return body == Body.WHOLE;
  }

  /** Returns whether the client sends no body before it gets {@code 100 Continue}. */
  boolean clientWaits() {
    return body == Body.CLIENT_WAITS;
  }

  /** Sends {@code 100 Continue} to a client that waits for it. */
  void letClientSend() {
    if (clientWaits()) {
      body = Body.COMING;
      channel.writeAndFlush(HttpResponses.goOn());
    }
  }

  /**
   * Notes a part of the body.
   *
   * @throws RequestRefusedException if it is malformed
   */
  void read(HttpContent part) throws RequestRefusedException {
    if (part.decoderResult().isFailure()) {
      throw new RequestRefusedException(
          HttpResponseStatus.BAD_REQUEST, "a malformed body of a request");
    }
    if (part instanceof LastHttpContent) {
      body = Body.WHOLE;
    }
  }

  /**
   * Counts a part that is thrown away.
   *
   * @throws RequestRefusedException if all of them are too long
   */
  void skip(HttpContent part) throws RequestRefusedException {
    skippedBytes += part.content().readableBytes();
    if (skippedBytes > limits.maxRequestBodyBytes()) {
      throw bodyTooLong();
    }
  }

  private RequestRefusedException bodyTooLong() {
    return new RequestRefusedException(
        Kind.REQUEST_BODY,
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        "the body of the request has more bytes than WebSocketTransport maxRequestBodyBytes, which"
            + " is "
            + limits.maxRequestBodyBytes());
  }
}
