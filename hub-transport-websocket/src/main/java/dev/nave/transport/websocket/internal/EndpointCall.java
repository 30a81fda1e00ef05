package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.NotMapped;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.HttpExchange;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.SubProtocols;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the endpoint about one request, and does what it answers: there is a response, now or later,
 * or the HTTP connection becomes a WebSocket or an event stream. The endpoint answers on any
 * thread; all else is for the channel's loop.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class EndpointCall {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  private final Channel channel;
  private final ServerContext server;
  private final Requester requester;
  private final IncomingRequest request;

  /**
   * Whether the answer came at once, and there will be a connection that goes on reading: to stop
   * that first and to begin it again would be two system calls. What comes until then is kept by
   * the {@link RequestDecoder}.
   */
  private boolean accepted;

  /** The HTTP connection that the request came on. Loop only. */
  interface Requester extends HeldRequest.Requester {
    /** Nothing is read until the endpoint has answered: its time begins. */
    void awaitAnswer();

    /** The endpoint has answered; the channel may leave its loop. */
    void decided();

    /** Returns whether the request can still be answered. */
    boolean isWaiting();

    /** Answers a request whose body has been read. */
    void respond(Respond answer);

    /** Responds that the server failed. */
    void fail(@Nullable Throwable cause);

    /** The request is answered later. */
    void hold(HttpExchange exchange);

    /** Reads no further request. Returns the handler that the connection's replaces. */
    ChannelHandler handOver();
  }

  EndpointCall(
      Channel channel, ServerContext server, Requester requester, IncomingRequest request) {
    this.channel = channel;
    this.server = server;
    this.requester = requester;
    this.request = request;
  }

  void ask() {
    CompletionStage<EndpointAnswer> answer;
    try {
      answer = server.endpoint().handle(request.request(), request.webSocketKey() != null);
    } catch (RuntimeException | Error e) {
      answer = CompletableFuture.failedStage(e);
    }
    answer.whenComplete(
        (given, failure) -> {
          if (given instanceof Attach && channel.eventLoop().inEventLoop()) {
            accepted = true;
          }
          boolean comes = onLoop(() -> carryOutOrFail(given, failure));
          if (!comes && given != null) {
            abandon(given);
          }
        });
    if (!accepted) {
      channel.config().setAutoRead(false);
      requester.awaitAnswer();
    }
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

  /** A client is answered, whatever goes wrong. */
  private void carryOutOrFail(@Nullable EndpointAnswer given, @Nullable Throwable failure) {
    try {
      carryOut(given, failure);
    } catch (RuntimeException | Error e) {
      requester.fail(e);
    }
  }

  private void carryOut(@Nullable EndpointAnswer given, @Nullable Throwable failure) {
    requester.decided();
    if (given != null && !requester.isWaiting()) {
      abandon(given);
    } else if (given instanceof Attach attach) {
      becomeWebSocket(attach);
    } else if (given instanceof Stream stream) {
      becomeEventStream(stream);
    } else if (given instanceof Later later) {
      requester.hold(later.exchange());
    } else if (given instanceof Respond respond) {
      requester.respondAfterBody(respond);
    } else if (given instanceof NotMapped) {
      server
          .local()
          .answer(request.request())
          .whenComplete((local, e) -> onLoop(() -> respond(local, e)));
    } else {
      requester.fail(failure);
    }
  }

  private void respond(@Nullable Respond local, @Nullable Throwable failure) {
    if (local == null) {
      requester.fail(failure);
    } else {
      requester.respond(local);
    }
  }

  private static void abandon(EndpointAnswer given) {
    if (given instanceof Attach attach) {
      attach.connection().abandon();
    } else if (given instanceof Stream stream) {
      stream.connection().abandon();
    } else if (given instanceof Later later) {
      later.exchange().abandon();
    }
  }

  private void becomeWebSocket(Attach attach) {
    Attachable connection = attach.connection();
    String key = request.webSocketKey();
    if (key == null) {
      connection.abandon();
      requester.fail(new IllegalStateException("a WebSocket for a request that is no upgrade"));
      return;
    }
    Compression offered = server.settings().compression();
    String extension = offered == null ? null : Compression.agreed(request.request().headers());
    Compression compression = extension == null ? null : offered;
    FullHttpResponse response;
    try {
      String subProtocol = SubProtocols.agreed(server.settings().subProtocols(), request.request());
      response = Upgrade.accept(key, subProtocol, extension, attach.headers());
    } catch (IllegalArgumentException e) {
      connection.abandon();
      requester.fail(e);
      return;
    }
    EventLoop wanted = ServerContext.eventLoop(connection.loop());
    if (wanted == null || wanted == channel.eventLoop() || !channel.isActive()) {
      becomeWebSocket(response, connection, compression);
    } else {
      channel.config().setAutoRead(false);
      ChannelMove.to(
          wanted,
          channel,
          () -> becomeWebSocket(response, connection, compression),
          connection::abandon);
    }
  }

  /** On the loop that the hub's connection wants. */
  private void becomeWebSocket(
      FullHttpResponse response, Attachable connection, @Nullable Compression compression) {
    ChannelHandler http = requester.handOver();
    ChannelFuture accepted = channel.writeAndFlush(response);
    if (accepted.isDone() && !accepted.isSuccess()) {
      connection.abandon();
      channel.close();
      return;
    }
    NettyWebSocketConnection webSocket =
        new NettyWebSocketConnection(
            channel,
            server.loopOf(channel.eventLoop()),
            server.settings().closeTimeout(),
            compression);
    replace(http, webSocket);
    webSocket.attachTo(connection);
    handOnRest();
  }

  /**
   * The hub's connection is there before the client gets the first byte, since from then on the
   * client may send from another socket.
   */
  private void becomeEventStream(Stream stream) {
    boolean chunked = request.knowsChunks();
    HttpResponse head;
    try {
      head = HttpResponses.beginning(stream.beginning(), chunked);
    } catch (IllegalArgumentException e) {
      stream.connection().abandon();
      requester.fail(e);
      return;
    }
    ChannelHandler http = requester.handOver();
    channel.write(head, channel.voidPromise());
    NettySseConnection events =
        new NettySseConnection(
            channel, server.loopOf(channel.eventLoop()), chunked, server.settings().closeTimeout());
    replace(http, events);
    events.begin(stream.beginning().body(), stream.connection());
    handOnRest();
  }

  private void replace(ChannelHandler http, NettyConnection connection) {
    channel.pipeline().addLast(connection);
    channel.pipeline().remove(HttpResponseEncoder.class);
    channel.pipeline().remove(http);
    channel.config().setAutoRead(true);
  }

  /** Hands on what the client has sent behind its request. */
  private void handOnRest() {
    channel.pipeline().remove(RequestDecoder.class);
  }
}
