package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the requests of one HTTP connection, one after the other, and writes the responses. What
 * the endpoint wants for a request is found out by an {@link AskedRequest}. Loop only.
 *
 * <p>While a request is being answered, and until the socket has taken the response, nothing is
 * read: a client that sends on fills its own send buffer, not our memory. Of a request that is held
 * for long it must be known when its client goes away: there, one read may bring what comes behind
 * it, and no more.
 *
 * <p>A body that the endpoint wants is read after it was asked, piece by piece; other bodies are
 * read before, and thrown away.
 */
// Netty's futures are ignored on purpose: what fails closes the channel, which is heard of.
@SuppressWarnings("FutureReturnValueIgnored")
final class HttpHandler extends ChannelInboundHandlerAdapter implements AskedRequest.Pipe {
  private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);
  private static final Duration GENTLE_CLOSE = Duration.ofSeconds(2);

  private final Channel channel;
  private final ServerContext server;
  private final HttpLimits limits;
  private final Deadline deadline;

  // The request.
  private @Nullable HttpRequest request;
  private @Nullable String webSocketKey;
  private boolean keepAlive;
  private boolean chunksKnown;
  private @Nullable RequestBody body;

  /** An answer that has to wait until the body that nobody wants has been read. */
  private @Nullable Respond afterBody;

  private @Nullable HeldRequest held;

  /** Whether no request is read any more. */
  private boolean ended;

  HttpHandler(Channel channel, ServerContext server) {
    this.channel = channel;
    this.server = server;
    this.limits = server.settings().http();
    this.deadline = new Deadline(channel.eventLoop());
  }

  /** The first byte of a request has come. */
  void requestBegins(boolean looksLikeTls) {
    if (looksLikeTls) {
      server
          .refusals()
          .refused(
              Kind.TLS,
              () ->
                  channel.remoteAddress()
                      + " speaks TLS on a port that serves plain HTTP: WebSocketTransport tls is"
                      + " not set");
    }
    deadline.set(limits.requestTimeout(), this::requestIsLate);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    // A client that connects has something to ask: TLS and its first request fall under one limit.
    deadline.set(limits.requestTimeout(), channel::close);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (ended) {
        return;
      }
      if (message instanceof io.netty.handler.codec.http.HttpRequest head) {
        begin(head);
      }
      if (!ended && message instanceof HttpContent content) {
        body(content);
      }
    } catch (RequestRefusedException e) {
      refuse(e);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(io.netty.handler.codec.http.HttpRequest head) throws RequestRefusedException {
    keepAlive = false;
    request = RequestTranslator.translate(head, channel, limits);
    webSocketKey = Upgrade.keyOf(head);
    keepAlive = HttpUtil.isKeepAlive(head);
    chunksKnown = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    RequestBody begun =
        new RequestBody(channel, limits, head, server.endpoint().wantsBody(request));
    body = begun;
    if (begun.isWanted()) {
      deadline.cancel();
      decoder().pause();
      channel.config().setAutoRead(false);
      ask(request, null);
    }
  }

  private void body(HttpContent part) throws RequestRefusedException {
    RequestBody read = body;
    HttpRequest asked = request;
    if (read == null || asked == null) {
      return;
    }
    read.read(part);
    if (afterBody != null) {
      skipBefore(afterBody, part, read);
    } else if (held != null) {
      deadline.cancel();
      decoder().pause();
      held.bodyPart(part);
    } else if (read.isWhole() && !read.isWanted()) {
      deadline.cancel();
      channel.config().setAutoRead(false);
      ask(asked, webSocketKey);
    }
  }

  private void skipBefore(Respond answer, HttpContent part, RequestBody read)
      throws RequestRefusedException {
    read.skip(part);
    if (read.isWhole()) {
      respond(answer);
    }
  }

  @Override
  public void readBody(Duration time) {
    if (body != null) {
      body.letGoOn();
    }
    deadline.set(time, this::requestIsLate);
    decoder().goOn();
  }

  private RequestDecoder decoder() {
    return channel.pipeline().get(RequestDecoder.class);
  }

  private void ask(HttpRequest asked, @Nullable String key) {
    deadline.set(limits.answerTimeout(), this::answerIsLate);
    new AskedRequest(channel, server, this, asked, key, chunksKnown).ask();
  }

  @Override
  public void decided() {
    deadline.cancel();
  }

  @Override
  public boolean isOpen() {
    return channel.isActive() && !ended;
  }

  @Override
  public ChannelHandler handOver() {
    ended = true;
    return this;
  }

  @Override
  public void fail(@Nullable Throwable cause) {
    respond(failed(cause));
  }

  private Respond failed(@Nullable Throwable cause) {
    LOG.error("{}: a request could not be answered", channel.remoteAddress(), cause);
    return Responses.text(500, "the server failed");
  }

  @Override
  public void hold(HttpExchange exchange) {
    RequestBody read = Objects.requireNonNull(body, "a request without a body is not held");
    HeldRequest request =
        new HeldRequest(
            channel,
            server.loopOf(channel.eventLoop()),
            exchange,
            this,
            read,
            new BodyClock(limits.requestTimeout()));
    held = request;
    channel.config().setAutoRead(true); // To hear when the client goes away.
    request.begin();
  }

  @Override
  public void respondAfterBody(Respond answer) {
    if (body == null || body.isWhole() || body.isContinueExpected()) {
      respond(answer);
    } else {
      afterBody = answer;
      readBody(limits.requestTimeout());
    }
  }

  private void refuse(RequestRefusedException refused) {
    if (refused.kind() == null) {
      server.refusals().refused(() -> line(refused));
    } else {
      server.refusals().refused(refused.kind(), () -> line(refused));
    }
    keepAlive = false;
    letGo();
    respond(
        Responses.text(refused.status().code(), refused.getMessage() + "\n", refused.headers()));
  }

  private String line(RequestRefusedException refused) {
    return "a request from "
        + channel.remoteAddress()
        + " is refused with "
        + refused.status().code()
        + ": "
        + refused.getMessage();
  }

  /** Held no longer, because the client is gone or does not keep to the rules. */
  private void letGo() {
    HeldRequest lost = held;
    held = null;
    if (lost != null) {
      lost.closed();
    }
  }

  @Override
  public void respond(Respond answer) {
    if (ended) {
      return;
    }
    // A client that polls has no other way to hear that the server stops.
    boolean welcome = held != null || server.accepting().getAsBoolean();
    boolean goesOn = keepAlive && welcome && body != null && body.isWhole();
    boolean head = request != null && request.method().equals("HEAD");
    FullHttpResponse response;
    try {
      response = Responses.encode(answer, head, goesOn);
    } catch (IllegalArgumentException e) {
      response = Responses.encode(failed(e), head, goesOn);
    }
    ended = !goesOn;
    deadline.set(limits.idleTimeout(), channel::close);
    channel
        .writeAndFlush(response)
        .addListener(
            taken -> {
              if (!taken.isSuccess()) {
                channel.close();
                return;
              }
              if (held != null) {
                held.answered();
                held = null;
              }
              if (goesOn) {
                // Later: requests that wait in a row must not grow the stack.
                channel.eventLoop().execute(this::next);
              } else {
                closeGently();
              }
            });
  }

  private void next() {
    if (!channel.isActive()) {
      return;
    }
    request = null;
    webSocketKey = null;
    body = null;
    afterBody = null;
    decoder().next();
  }

  private void closeGently() {
    if (channel.isActive()) {
      deadline.cancel();
      Sockets.closeGently(channel, GENTLE_CLOSE);
      // From now on bytes come here as they are, to be thrown away.
      channel.pipeline().remove(RequestDecoder.class);
    }
  }

  private void requestIsLate() {
    refuse(
        new RequestRefusedException(
            Kind.LATE_REQUEST,
            HttpResponseStatus.REQUEST_TIMEOUT,
            "no whole request within WebSocketTransport requestTimeout, which is "
                + limits.requestTimeout().toMillis()
                + " ms"));
  }

  /** The client may be gone for long: while it waits for an answer, nothing is read. */
  private void answerIsLate() {
    String reason =
        "the server took longer than WebSocketTransport answerTimeout, which is "
            + limits.answerTimeout().toMillis()
            + " ms";
    server
        .refusals()
        .refused(
            Kind.LATE_ANSWER,
            () ->
                "a request from "
                    + channel.remoteAddress()
                    + " is refused with 503: "
                    + reason
                    + ": an authenticator, a policy or a redirect takes too long");
    keepAlive = false;
    respond(Responses.text(503, reason + "\n"));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended = true;
    deadline.cancel();
    letGo();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.cancel();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == StopSignal.INSTANCE) {
      ended = true;
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // The kind alone: what the codec says about a fault can hold what the client sent.
    LOG.debug("{}: an HTTP connection failed: {}", channel.remoteAddress(), cause.getClass());
    if (cause.getCause() instanceof NotSslRecordException) {
      server
          .refusals()
          .refused(
              Kind.TLS,
              () ->
                  channel.remoteAddress()
                      + " speaks no TLS on a port where WebSocketTransport tls is set; its"
                      + " connection is closed");
    }
    ended = true;
    channel.close();
  }
}
