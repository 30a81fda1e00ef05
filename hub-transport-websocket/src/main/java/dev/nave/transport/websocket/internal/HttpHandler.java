package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EndpointAnswer.NotMapped;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the requests of one HTTP connection to the endpoint, one after the other, and carries out
 * the answers. Loop only.
 *
 * <p>While a request is being answered, and until the socket has taken the response, nothing is
 * read: a client that sends on fills its own send buffer, not our memory.
 */
// Netty's futures are ignored on purpose: what fails closes the channel, which is heard of.
@SuppressWarnings("FutureReturnValueIgnored")
final class HttpHandler extends ChannelInboundHandlerAdapter {
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
  private int bodyBytes;

  /** Whether no request is read any more. */
  private boolean ended;

  HttpHandler(Channel channel, ServerContext server) {
    this.channel = channel;
    this.server = server;
    this.limits = server.settings().http();
    this.deadline = new Deadline(channel.eventLoop());
  }

  /** The first byte of a request has come. */
  void requestBegins() {
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
    request = RequestTranslator.translate(head, channel, limits.maxHeaderCount());
    webSocketKey = Upgrade.keyOf(head);
    keepAlive = HttpUtil.isKeepAlive(head);
    bodyBytes = 0;
    if (HttpUtil.getContentLength(head, 0L) > limits.maxRequestBodyBytes()) {
      throw bodyTooLong();
    }
    if (HttpUtil.is100ContinueExpected(head)) {
      channel.writeAndFlush(Responses.goOn());
    }
  }

  private void body(HttpContent content) throws RequestRefusedException {
    if (content.decoderResult().isFailure()) {
      throw new RequestRefusedException(
          HttpResponseStatus.BAD_REQUEST, "a malformed body of a request");
    }
    bodyBytes += content.content().readableBytes();
    if (bodyBytes > limits.maxRequestBodyBytes()) {
      throw bodyTooLong();
    }
    if (content instanceof LastHttpContent && request != null) {
      deadline.cancel();
      channel.config().setAutoRead(false);
      ask(request, webSocketKey);
    }
  }

  private RequestRefusedException bodyTooLong() {
    return new RequestRefusedException(
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        "the body of a request may have " + limits.maxRequestBodyBytes() + " bytes at most");
  }

  private void ask(HttpRequest asked, @Nullable String key) {
    CompletionStage<EndpointAnswer> answer;
    try {
      answer = server.endpoint().handle(asked, key != null);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    answer.whenComplete(
        (given, failure) -> {
          boolean comes = onLoop(() -> carryOut(asked, given, failure));
          if (!comes && given instanceof Attach attach) {
            attach.connection().abandon();
          }
        });
  }

  /** Runs {@code task} on the loop, in a turn of its own; false if the loop has ended. */
  private boolean onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: an answer came after the transport had stopped", channel.remoteAddress());
      return false;
    }
  }

  private void carryOut(
      HttpRequest asked, @Nullable EndpointAnswer given, @Nullable Throwable failure) {
    if (given instanceof Attach attach) {
      attachOnItsLoop(attach.connection());
    } else if (given instanceof Respond respond) {
      respond(respond);
    } else if (given instanceof NotMapped) {
      server
          .local()
          .answer(asked)
          .whenComplete((local, e) -> onLoop(() -> respond(local == null ? failed(e) : local)));
    } else {
      respond(failed(failure));
    }
  }

  private Respond failed(@Nullable Throwable failure) {
    LOG.error("{}: a request could not be answered", channel.remoteAddress(), failure);
    return Responses.text(500, "the server failed");
  }

  private void attachOnItsLoop(Attachable connection) {
    EventLoop wanted = ServerContext.eventLoop(connection.loop());
    if (wanted == null || wanted == channel.eventLoop() || !channel.isActive()) {
      attach(connection);
    } else {
      ChannelMove.to(wanted, channel, () -> attach(connection), connection::abandon);
    }
  }

  private void attach(Attachable connection) {
    String key = webSocketKey;
    if (!channel.isActive() || ended) {
      connection.abandon();
      return;
    }
    if (key == null) {
      connection.abandon();
      respond(failed(new IllegalStateException("a link for what is no upgrade")));
      return;
    }
    String subProtocol = SubProtocols.agreed(server.settings().subProtocols(), request);
    ChannelFuture accepted = channel.writeAndFlush(Upgrade.accept(key, subProtocol));
    if (accepted.isDone() && !accepted.isSuccess()) {
      connection.abandon();
      channel.close();
      return;
    }
    ended = true;
    WebSocketLink link =
        new WebSocketLink(
            channel, server.loopOf(channel.eventLoop()), server.settings().closeTimeout());
    channel.pipeline().addLast(link);
    channel.pipeline().remove(HttpResponseEncoder.class);
    channel.pipeline().remove(this);
    channel.config().setAutoRead(true);
    link.attachTo(connection);
    // Hands on what the client has sent behind its request.
    channel.pipeline().remove(RequestDecoder.class);
  }

  private void refuse(RequestRefusedException refused) {
    LOG.debug("{}: refused a request: {}", channel.remoteAddress(), refused.getMessage());
    keepAlive = false;
    respond(
        Responses.text(refused.status().code(), refused.getMessage() + "\n", refused.headers()));
  }

  private void respond(Respond answer) {
    if (ended) {
      return;
    }
    boolean goesOn = keepAlive && server.accepting().getAsBoolean();
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
              } else if (goesOn) {
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
    ChannelHandlerContext decoder = channel.pipeline().context(RequestDecoder.class);
    channel.config().setAutoRead(true);
    try {
      ((RequestDecoder) decoder.handler()).next(decoder);
    } catch (Exception e) {
      exceptionCaught(decoder, e);
    }
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
            HttpResponseStatus.REQUEST_TIMEOUT,
            "no whole request within " + limits.requestTimeout().toMillis() + " ms"));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended = true;
    deadline.cancel();
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
    ended = true;
    channel.close();
  }
}
