package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.websocket.internal.HttpPhase.Asking;
import dev.nave.transport.websocket.internal.HttpPhase.AwaitingHead;
import dev.nave.transport.websocket.internal.HttpPhase.DrainingBody;
import dev.nave.transport.websocket.internal.HttpPhase.Ended;
import dev.nave.transport.websocket.internal.HttpPhase.Holding;
import dev.nave.transport.websocket.internal.HttpPhase.JudgingHead;
import dev.nave.transport.websocket.internal.HttpPhase.Responding;
import dev.nave.transport.websocket.internal.HttpPhase.SkippingBody;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the requests of one HTTP connection, one after the other, and writes the responses. What
 * the endpoint wants for a request is found out by an {@link EndpointCall}. Loop only.
 *
 * <p>Where a request stands is its {@link HttpPhase}. Until it is answered, and the socket has
 * taken the response, nothing is read but what follows an upgrade: a client that sends on fills its
 * own send buffer, not the server's memory. In the phase {@link HttpPhase.Holding} the server must
 * notice that the client goes away: one read may bring what comes behind the request, and no more.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class HttpHandler extends ChannelInboundHandlerAdapter implements EndpointCall.Requester {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);
  private static final Duration GENTLE_CLOSE = Duration.ofSeconds(2);

  private final Channel channel;
  private final ServerContext server;
  private final HttpLimits limits;
  private final Deadline deadline;
  private final RequestRefusals refusals;
  private final IncompleteRequest incomplete;
  private HttpPhase phase = new AwaitingHead();

  HttpHandler(Channel channel, ServerContext server) {
    this.channel = channel;
    this.server = server;
    this.limits = server.settings().http();
    this.deadline = new Deadline(channel.eventLoop());
    this.refusals = new RequestRefusals(channel, server.refusals());
    this.incomplete = new IncompleteRequest(channel, server.incomplete(), refusals);
  }

  // Reading a request.

  /** The first byte of a request has come. */
  void requestBegins(boolean looksLikeTls) {
    if (looksLikeTls) {
      refusals.tlsOnAPlainPort();
    }
    deadline.set(limits.requestTimeout(), this::requestIsLate);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    incomplete.begin();
    // One limit for TLS and the first request together.
    deadline.set(limits.requestTimeout(), channel::close);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpRequest head && phase instanceof AwaitingHead) {
        begin(head);
      }
      if (message instanceof HttpContent part) {
        bodyPart(part);
      }
    } catch (RequestRefusedException e) {
      refuse(e);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest head) throws RequestRefusedException {
    phase = new JudgingHead(head.method().equals(HttpMethod.HEAD));
    IncomingRequest request = new IncomingRequest(head, channel, limits, server.endpoint());
    if (!server.hosts().allows(request.request()) && !server.local().isHealth(request.request())) {
      throw refusals.unknownHost(request.request(), server.hosts());
    }
    if (request.isBodyWanted()) {
      decoder().pause();
      ask(request);
    } else {
      phase = new SkippingBody(request);
    }
  }

  private void bodyPart(HttpContent part) throws RequestRefusedException {
    if (phase instanceof SkippingBody skipping) {
      skipping.request().read(part);
      skipping.request().skip(part);
      if (skipping.request().isWhole()) {
        ask(skipping.request());
      }
    } else if (phase instanceof Asking asking) {
      asking.request().read(part); // The end of an empty body, which comes with the head.
    } else if (phase instanceof Holding holding) {
      holding.request().read(part);
      deadline.cancel();
      decoder().pause();
      holding.held().bodyPart(part);
    } else if (phase instanceof DrainingBody draining) {
      draining.request().read(part);
      draining.request().skip(part);
      if (draining.request().isWhole()) {
        respond(draining.request(), draining.before(), draining.answer());
      }
    }
  }

  private RequestDecoder decoder() {
    return channel.pipeline().get(RequestDecoder.class);
  }

  private void ask(IncomingRequest request) {
    phase = new Asking(request);
    incomplete.end();
    deadline.cancel();
    new EndpointCall(channel, server, this, request).ask();
  }

  // What the endpoint answers.

  @Override
  public void awaitAnswer() {
    deadline.set(limits.answerTimeout(), this::answerIsLate);
  }

  @Override
  public void decided() {
    if (phase instanceof Asking) { // Else the deadline is that of a response, not of an answer.
      deadline.cancel();
    }
  }

  @Override
  public boolean isWaiting() {
    return phase instanceof Asking && channel.isActive();
  }

  @Override
  public ChannelHandler handOver() {
    phase = new Ended();
    return this;
  }

  @Override
  public void hold(HttpExchange exchange) {
    if (phase instanceof Asking asking) {
      ConnectionLoop loop = server.loopOf(channel.eventLoop());
      Duration time = limits.requestTimeout();
      HeldRequest held = new HeldRequest(channel, loop, exchange, this, asking.request(), time);
      phase = new Holding(asking.request(), held);
      channel.config().setAutoRead(true); // So that the end of the client is noticed.
      held.begin();
    } else {
      exchange.abandon();
    }
  }

  @Override
  public void readBody(Duration time) {
    if (phase instanceof Holding holding) {
      readBody(holding.request(), time);
    }
  }

  private void readBody(IncomingRequest request, Duration time) {
    request.letClientSend();
    deadline.set(time, this::requestIsLate);
    decoder().goOn();
  }

  @Override
  public void respondAfterBody(Respond answer) {
    if (phase instanceof Asking asking) {
      respondAfterBody(asking.request(), answer);
    } else if (phase instanceof Holding holding) {
      respondAfterBody(holding.request(), answer);
    }
  }

  private void respondAfterBody(IncomingRequest request, Respond answer) {
    if (request.isWhole() || request.clientWaits()) {
      respond(request, phase, answer);
    } else {
      phase = new DrainingBody(request, phase, answer);
      readBody(request, limits.requestTimeout());
    }
  }

  @Override
  public void respond(Respond answer) {
    if (phase instanceof Asking asking) {
      respond(asking.request(), asking, answer);
    }
  }

  @Override
  public void fail(@Nullable Throwable cause) {
    Respond answer = failed(cause);
    if (phase instanceof Asking asking) {
      respond(asking.request(), asking, answer);
    } else if (phase instanceof Holding holding) {
      respond(holding.request(), holding, answer);
    }
  }

  private Respond failed(@Nullable Throwable cause) {
    LOG.error("{}: a request could not be answered", channel.remoteAddress(), cause);
    return HttpResponses.text(500, "the server failed");
  }

  // Responding.

  private void respond(IncomingRequest request, HttpPhase before, Respond answer) {
    // A client that polls learns in no other way that the server stops.
    boolean welcome = before instanceof Holding || server.accepting().getAsBoolean();
    write(answer, before, request.leavesConnectionUsable() && welcome);
  }

  private void write(Respond answer, HttpPhase before, boolean goesOn) {
    FullHttpResponse response;
    try {
      response = HttpResponses.encode(answer, before.isHead(), goesOn);
    } catch (IllegalArgumentException e) {
      response = HttpResponses.encode(failed(e), before.isHead(), goesOn);
    }
    phase = new Responding(before, goesOn);
    deadline.set(limits.idleTimeout(), channel::close);
    channel.writeAndFlush(response).addListener(this::written);
  }

  private void written(Future<?> taken) {
    if (!taken.isSuccess()) {
      channel.close();
    } else if (phase instanceof Responding responding) {
      phase = responding.goesOn() ? new AwaitingHead() : new Ended();
      responding.answered();
      if (responding.goesOn()) {
        incomplete.begin();
        // Later: requests that wait in a row must not hold up other connections.
        server.loopOf(channel.eventLoop()).later(this::next);
      } else {
        closeGently();
      }
    }
  }

  private void next() {
    if (phase instanceof AwaitingHead && channel.isActive()) {
      decoder().next();
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

  // What is refused here.

  private void refuse(RequestRefusedException refused) {
    refusals.refused(refused);
    phase.abandon();
    write(
        HttpResponses.text(refused.status().code(), refused.getMessage() + "\n", refused.headers()),
        phase,
        false);
  }

  private void requestIsLate() {
    refuse(refusals.lateRequest(limits.requestTimeout()));
  }

  /** The client may be gone for long: while it waits for an answer, nothing is read. */
  private void answerIsLate() {
    String reason = refusals.lateAnswer(limits.answerTimeout());
    write(HttpResponses.text(503, reason + "\n"), phase, false);
  }

  // What becomes of the channel.

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    incomplete.end();
    deadline.cancel();
    phase.abandon();
    phase = new Ended();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    incomplete.end();
    deadline.cancel();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == StopSignal.INSTANCE) {
      readNoMore();
      Sockets.closeWhenSent(channel, server.settings().closeTimeout());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // The kind alone: what the codec says about a fault can hold what the client sent.
    LOG.debug("{}: an HTTP connection failed: {}", channel.remoteAddress(), cause.getClass());
    refusals.channelFailed(cause);
    readNoMore();
    channel.close();
  }

  /** The channel is open until all is sent, with TLS its close_notify too: no request is read. */
  private void readNoMore() {
    if (phase instanceof Responding responding) {
      phase = new Responding(responding.before(), false);
    } else {
      phase.abandon();
      phase = new Ended();
    }
  }
}
