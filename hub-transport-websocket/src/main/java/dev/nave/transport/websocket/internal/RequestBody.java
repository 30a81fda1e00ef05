package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * How far the body of one request has come, and how much of it may come. Loop only.
 *
 * <p>Of a body that nobody wants, only so much is read as keeps the connection usable. One that is
 * wanted has no bound as a whole: it is read as the hub takes it.
 */
// Netty's futures are ignored on purpose: what fails closes the channel, which is heard of.
@SuppressWarnings("FutureReturnValueIgnored")
final class RequestBody {
  private final Channel channel;
  private final HttpLimits limits;
  private final boolean wanted;
  private boolean continueExpected;
  private boolean whole;
  private int unwantedBytes;

  /**
   * Begins to read a body.
   *
   * @param wanted whether the endpoint has a use for it
   * @throws RequestRefusedException if it is not wanted and says that it is too long
   */
  RequestBody(Channel channel, HttpLimits limits, HttpRequest head, boolean wanted)
      throws RequestRefusedException {
    this.channel = channel;
    this.limits = limits;
    this.wanted = wanted;
    continueExpected = HttpUtil.is100ContinueExpected(head);
    if (!wanted) {
      if (HttpUtil.getContentLength(head, 0L) > limits.maxRequestBodyBytes()) {
        throw tooLong();
      }
      letGoOn();
    }
  }

  /** Returns whether the endpoint has a use for it. */
  boolean isWanted() {
    return wanted;
  }

  /** Returns whether it has been read to its end. */
  boolean isWhole() {
    return whole;
  }

  /** Returns whether the client waits with its body until it is told to go on. */
  boolean isContinueExpected() {
    return continueExpected;
  }

  /** Tells a client that waits that it may send. */
  void letGoOn() {
    if (continueExpected) {
      continueExpected = false;
      channel.writeAndFlush(Responses.goOn());
    }
  }

  /**
   * Notes a part.
   *
   * @throws RequestRefusedException if it is malformed, or too much of what nobody wants
   */
  void read(HttpContent part) throws RequestRefusedException {
    if (part.decoderResult().isFailure()) {
      throw new RequestRefusedException(
          HttpResponseStatus.BAD_REQUEST, "a malformed body of a request");
    }
    whole = part instanceof LastHttpContent;
    if (!wanted) {
      skip(part);
    }
  }

  /**
   * Counts a part that is thrown away.
   *
   * @throws RequestRefusedException if there were too many
   */
  void skip(HttpContent part) throws RequestRefusedException {
    unwantedBytes += part.content().readableBytes();
    if (unwantedBytes > limits.maxRequestBodyBytes()) {
      throw tooLong();
    }
  }

  private RequestRefusedException tooLong() {
    return new RequestRefusedException(
        Kind.REQUEST_BODY,
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        "the body of the request has more bytes than WebSocketTransport maxRequestBodyBytes, which"
            + " is "
            + limits.maxRequestBodyBytes());
  }
}
