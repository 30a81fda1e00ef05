package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.FairPlaces;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.ServerTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket, its connections and its threads, from the start to the end. Any thread. */
public final class NettyServer {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  /** How long loops may take for a task, and connections to close, in milliseconds. */
  private static final long LONGEST_CLOSING = 2_000;

  /** How long connections may take to be told of it, and to send what was written, in ms. */
  private static final long LONGEST_TELLING = 10_000;

  private final Io io;
  private final ServerThreads threads;
  private @Nullable LocalAnswers local;
  private final ChannelGroup channels =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, /* stayClosed= */ true);
  private volatile boolean accepting = true;
  private volatile boolean ending;
  private volatile @Nullable HttpEndpoint endpoint;
  private volatile @Nullable Channel listener;

  // Kept, because an event loop that has ended can complete nothing.
  private @Nullable CompletableFuture<Void> acceptingStopped;
  private @Nullable CompletableFuture<Void> stopped;

  private NettyServer(Io io, int loops) {
    this.io = io;
    threads = new ServerThreads(io, loops, this::loopEnded);
  }

  /**
   * Begins to listen.
   *
   * @return fails if the address is taken or unknown, the back end is not available, or a
   *     certificate cannot be used; no thread is left behind then
   */
  public static CompletableFuture<NettyServer> start(
      TransportSettings settings, HttpEndpoint endpoint) {
    try {
      TlsContexts tls = settings.tls();
      if (tls != null) {
        tls.reload();
      }
      InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
      if (address.isUnresolved()) {
        throw new UnknownHostException(
            "cannot listen on \"" + settings.host() + "\": the host is not known");
      }
      return start(settings.io().get(), settings, address, endpoint);
    } catch (IOException | RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Begins to listen with parts that are there; whatever fails, no thread is left behind. */
  static CompletableFuture<NettyServer> start(
      Io io, TransportSettings settings, InetSocketAddress address, HttpEndpoint endpoint) {
    NettyServer server = new NettyServer(io, settings.loops());
    CompletableFuture<NettyServer> started;
    try {
      AllowedHosts hosts =
          AllowedHosts.of(settings.allowedHosts(), settings.host(), address.getAddress());
      started = server.listen(address, server.contextOf(settings, hosts, endpoint));
      if (hosts.isAny() && settings.allowedHosts() == null) {
        LOG.info(
            "any Host is accepted; WebSocketTransport allowedHosts can name those of the server");
      }
    } catch (RuntimeException | Error e) {
      started = CompletableFuture.failedFuture(e);
    }
    return started
        .handle(
            (listening, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(listening)
                    : server
                        .stop()
                        .handle((ended, e) -> failure)
                        .<NettyServer>thenCompose(CompletableFuture::failedFuture))
        .thenCompose(outcome -> outcome);
  }

  /** Returns the port that is listened on. */
  public int port() {
    Channel bound = listener;
    if (bound == null) {
      throw new IllegalStateException("the transport does not listen yet");
    }
    return ((InetSocketAddress) bound.localAddress()).getPort();
  }

  /** Closes the listening socket; connections stay, and HTTP ones end with their next response. */
  public synchronized CompletableFuture<Void> stopAccepting() {
    if (acceptingStopped == null) {
      accepting = false;
      Channel bound = listener;
      acceptingStopped =
          bound == null
              ? CompletableFuture.completedFuture(null)
              : inTime(ServerThreads.toStage(bound.close()), LONGEST_CLOSING);
    }
    return acceptingStopped;
  }

  /** Ends every connection and thread, within a few seconds. */
  public synchronized CompletionStage<Void> stop() {
    if (stopped == null) {
      ending = true;
      // A loop that ends closes its channels without a close frame, and at times not at all those
      // that it has not seen yet: so it ends when it has none.
      stopped =
          inTime(stopAccepting().thenCompose(unbound -> threads.allHaveRun()), LONGEST_CLOSING)
              .thenCompose(seen -> inTime(allHaveClosed(), LONGEST_TELLING))
              .thenCompose(closed -> inTime(closeAll(), LONGEST_CLOSING))
              .thenCompose(left -> threads.end())
              .whenComplete((ended, failure) -> endAnswers());
    }
    return stopped;
  }

  /** Goes on at the latest after so many milliseconds: a loop may be held up. */
  private static CompletableFuture<Void> inTime(CompletableFuture<Void> step, long millis) {
    return step.orTimeout(millis, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              LOG.debug("a step of the stop was not done in time", failure);
              return null;
            });
  }

  private CompletableFuture<Void> tellAllToStop() {
    List<CompletableFuture<Void>> told = new ArrayList<>();
    for (Channel channel : channels) { // No stream: channels close meanwhile.
      told.add(
          ServerThreads.runOn(
              channel.eventLoop(),
              () -> channel.pipeline().fireUserEventTriggered(StopSignal.INSTANCE)));
    }
    return CompletableFuture.allOf(told.toArray(CompletableFuture<?>[]::new));
  }

  /** They close once their sockets have taken what was written. */
  private CompletableFuture<Void> allHaveClosed() {
    return tellAllToStop().thenCompose(told -> ServerThreads.toStage(channels.newCloseFuture()));
  }

  private CompletableFuture<Void> closeAll() {
    return ServerThreads.toStage(channels.close());
  }

  private ServerContext contextOf(
      TransportSettings settings, AllowedHosts hosts, HttpEndpoint told) {
    endpoint = told;
    RefusalLog refusals = told.refusals();
    LocalAnswers answers =
        new LocalAnswers(
            settings,
            refusals,
            () -> accepting ? told.notReadyBecause() : "stopping",
            told::notAliveBecause);
    local = answers;
    threads.tick(refusals::tick);
    int maxIncomplete = settings.http().maxIncompleteRequests();
    return new ServerContext(
        settings,
        told,
        answers,
        hosts,
        new FairPlaces<>(maxIncomplete, maxIncomplete),
        threads.nettyLoops(),
        () -> accepting && !told.isStopping(),
        refusals);
  }

  private synchronized void endAnswers() {
    if (local != null) {
      local.close();
    }
  }

  private CompletableFuture<NettyServer> listen(InetSocketAddress address, ServerContext context) {
    TransportSettings settings = context.settings();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(threads.acceptor(), threads.loops())
            .channel(io.serverChannel())
            .option(ChannelOption.SO_BACKLOG, settings.acceptBacklog())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(new ChannelStarter(context, channels));
    if (!settings.tcpNoDelay()) { // Netty sets it on every socket itself.
      bootstrap.childOption(ChannelOption.TCP_NODELAY, false);
    }
    io.watch(bootstrap, PeerWatch.of(settings.tcpUserTimeout(), context.endpoint().patience()));
    ChannelFuture bound = bootstrap.bind(address);
    CompletableFuture<NettyServer> started = new CompletableFuture<>();
    bound.addListener(
        done -> {
          if (done.isSuccess()) {
            listener = bound.channel();
            started.completeAsync(() -> listening(settings), Runnable::run);
          } else {
            started.completeExceptionally(cannotListen(settings, done.cause()));
          }
        });
    return started;
  }

  private static Exception cannotListen(TransportSettings settings, Throwable cause) {
    String text =
        "cannot listen on "
            + settings.host()
            + ":"
            + settings.port()
            + ": "
            + String.valueOf(cause.getMessage());
    if (isAboutTheAddress(cause)) {
      BindException failure = new BindException(text);
      failure.initCause(cause);
      return failure;
    }
    return cause instanceof IOException
        ? new IOException(text, cause)
        : new IllegalStateException(text, cause);
  }

  /** The native libraries have no exception of their own for it, but name the system call. */
  private static boolean isAboutTheAddress(Throwable cause) {
    return cause instanceof BindException
        || (cause instanceof IOException && String.valueOf(cause.getMessage()).startsWith("bind("));
  }

  private NettyServer listening(TransportSettings settings) {
    LOG.info(
        "listening on {}:{} ({}, {} loops{})",
        settings.host(),
        port(),
        io.name(),
        settings.loops(),
        settings.tls() == null ? "" : ", TLS");
    return this;
  }

  /** On the thread that ends. */
  private void loopEnded() {
    HttpEndpoint told = endpoint;
    if (!ending && told != null) {
      told.failed(
          new IllegalStateException(
              "the event loop " + Thread.currentThread().getName() + " has ended"));
    }
  }
}
