package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.NotMapped;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.HttpExchange;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is put to the endpoint, and what becomes of its HTTP connection by the answer:
 * there is a response, now or later, or it becomes a link. The endpoint answers on any thread; all
 * else is for the channel's loop.
 */
final class AskedRequest {
  private static final Logger LOG = LoggerFactory.getLogger(AskedRequest.class);

  private final Channel channel;
  private final ServerContext server;
  private final Pipe pipe;
  private final HttpRequest request;
  private final @Nullable String webSocketKey;
  private final boolean chunksKnown;

  /** The HTTP connection that the request came on, as it is told what to do. Loop only. */
  interface Pipe extends HeldRequest.Pipe {
    /** The answer is there; the connection may leave its loop. */
    void decided();

    /** Returns whether anything can still be done for a request. */
    boolean isOpen();

    void respond(Respond answer);

    /** Responds that the server failed. */
    void fail(@Nullable Throwable cause);

    /** The request is answered later. */
    void hold(HttpExchange exchange);

    /** Reads requests no more: becomes a link. Returns the handler whose place the link takes. */
    ChannelHandler handOver();
  }

  /**
   * Prepares to ask.
   *
   * @param webSocketKey null if the request is no upgrade
   * @param chunksKnown whether the client knows bodies in chunks
   */
  AskedRequest(
      Channel channel,
      ServerContext server,
      Pipe pipe,
      HttpRequest request,
      @Nullable String webSocketKey,
      boolean chunksKnown) {
    this.channel = channel;
    this.server = server;
    this.pipe = pipe;
    this.request = request;
    this.webSocketKey = webSocketKey;
    this.chunksKnown = chunksKnown;
  }

  void ask() {
    CompletionStage<EndpointAnswer> answer;
    try {
      answer = server.endpoint().handle(request, webSocketKey != null);
    } catch (RuntimeException | Error e) {
      answer = CompletableFuture.failedStage(e);
    }
    answer.whenComplete(
        (given, failure) -> {
          boolean comes = onLoop(() -> carryOutOrFail(given, failure));
          if (!comes && given != null) {
            abandon(given);
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

  /** A client is answered, whatever goes wrong. */
  private void carryOutOrFail(@Nullable EndpointAnswer given, @Nullable Throwable failure) {
    try {
      carryOut(given, failure);
    } catch (RuntimeException | Error e) {
      pipe.fail(e);
    }
  }

  private void carryOut(@Nullable EndpointAnswer given, @Nullable Throwable failure) {
    pipe.decided();
    if (given != null && !pipe.isOpen()) {
      abandon(given);
    } else if (given instanceof Attach attach) {
      attachOnItsLoop(attach.connection());
    } else if (given instanceof Stream stream) {
      takeover().byEventStream(stream, chunksKnown);
    } else if (given instanceof Later later) {
      pipe.hold(later.exchange());
    } else if (given instanceof Respond respond) {
      pipe.respondAfterBody(respond);
    } else if (given instanceof NotMapped) {
      server.local().answer(request).whenComplete((local, e) -> onLoop(() -> respond(local, e)));
    } else {
      pipe.fail(failure);
    }
  }

  private void respond(@Nullable Respond local, @Nullable Throwable failure) {
    if (local == null) {
      pipe.fail(failure);
    } else {
      pipe.respond(local);
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

  private void attachOnItsLoop(Attachable connection) {
    EventLoop wanted = ServerContext.eventLoop(connection.loop());
    if (wanted == null || wanted == channel.eventLoop() || !channel.isActive()) {
      attach(connection);
    } else {
      ChannelMove.to(wanted, channel, () -> attach(connection), connection::abandon);
    }
  }

  // Netty's futures are ignored on purpose: what fails closes the channel, which is heard of.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void attach(Attachable connection) {
    String key = webSocketKey;
    if (key == null) {
      connection.abandon();
      pipe.fail(new IllegalStateException("a link for what is no upgrade"));
    } else if (!takeover().byWebSocket(key, request, connection)) {
      channel.close();
    }
  }

  private Takeover takeover() {
    return new Takeover(channel, server, pipe.handOver());
  }
}
