package dev.nave.hub.internal.server;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.ConnectionInfo;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubCounters;
import dev.nave.hub.ServerHealth;
import dev.nave.hub.ServerHealth.State;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.endpoint.HubEndpoint;
import dev.nave.hub.internal.endpoint.HubMapping;
import dev.nave.hub.internal.executor.HubExecutors;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ServerTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The parts of one server, wired together, and the order in which they start and end. Any thread.
 */
public final class ServerRuntime {
  private static final Logger log = ServerLog.BACKPLANE;

  /** How long a server that has failed may take to end, besides its grace. */
  private static final Duration LONGEST_END = Duration.ofSeconds(15);

  private final ServerContext parts;
  private final ServerTransport transport;
  private final HubEndpoint endpoint;
  private final RunningHubs hubs = new RunningHubs();
  private final List<DeferredHubContext<?>> lateContexts;
  private final Drain drain;
  private final ServerStop stop;
  private final BackplaneReports reports;
  private final ServerTimer timer = new ServerTimer();
  private final ServerEnd end = new ServerEnd();
  private volatile State state = State.NEW;
  private @Nullable CompletableFuture<Void> starting;
  private @Nullable CompletableFuture<Void> stopping;

  /** Wires the parts of a server, which is not started yet. */
  public ServerRuntime(ServerSettings from) {
    ServerOptions options = from.options();
    transport = new OwnTransport(from.transport());
    drain = new Drain(options);
    lateContexts = from.lateContexts();
    Duration tick = tick(from.hubs());
    ServerMeters meters = new ServerMeters(from.meters());
    ExecutorService executor = HubExecutors.create(options.maxHubThreads(), meters.isOn());
    AtomicInteger loopNumbers = new AtomicInteger();
    HubLoops loops =
        new HubLoops(
            loop -> loop(loopNumbers.getAndIncrement(), loop, executor, tick, options, meters));
    parts =
        new ServerContext(
            UUID.randomUUID().toString().replace("-", ""),
            new Subscriptions(from.backplane(), options.subscribeTimeout()),
            from.protocols(),
            loops,
            executor,
            HubExecutors.createForEntrance(executor, options.maxEntranceThreads()),
            HubExecutors.createForStages(executor, options.maxHubThreads()),
            from.hubExecutor(),
            from.backplane(),
            options,
            from.access(),
            from.tracer(),
            meters);
    reports =
        new BackplaneReports(
            from.backplaneListener(),
            parts.executor(),
            this::counters,
            parts.backplane().inProcess(),
            log);
    HubEndpoint.Builder endpoints =
        HubEndpoint.builder(parts.entrance())
            .options(options)
            .notReadyBecause(this::notReadyBecause)
            .notAliveBecause(end::failure)
            .whenFailed(this::failed);
    if (from.authenticator() != null) {
      endpoints.authenticator(from.authenticator());
    }
    if (from.userIdProvider() != null) {
      endpoints.userIdProvider(from.userIdProvider());
    }
    if (from.responseHeaders() != null) {
      endpoints.responseHeaders(from.responseHeaders());
    }
    for (MappedHub<?> hub : from.hubs()) {
      RunningHub running = new RunningHub(hub, parts, new PeerServers(hub.name(), reports));
      hubs.add(hub.type(), running);
      endpoints.hub(
          new HubMapping(hub.path(), hub.options(), running, hub.hooks(parts.entrance())));
      ServerLog.mapped(hub);
    }
    lateContexts.forEach(late -> hubs.get(late.hub())); // Throws where it could not be started.
    endpoint = endpoints.build();
    endpoint.register(
        meters, from.hubs().stream().collect(Collectors.toMap(MappedHub::path, MappedHub::name)));
    ServerReadings.register(meters, this::health, executor, reports::outages);
    stop = new ServerStop(drain, options.stopGrace(), endpoint, transport, hubs, parts.backplane());
  }

  private static HubLoop loop(
      int number,
      ConnectionLoop loop,
      ExecutorService executor,
      Duration tick,
      ServerOptions options,
      ServerMeters meters) {
    Map<Tag, String> tags = Map.of(Tag.LOOP, Integer.toString(number));
    HubLoop made =
        new HubLoop(
            loop,
            executor,
            System::nanoTime,
            tick,
            options.maxLoopQueueBytes(),
            options.maxLoopInboundBytes(),
            meters.durations(HubMeter.LOOP_DELAY, tags));
    meters.gauge(HubMeter.LOOP_QUEUE, tags, made::queuedBytes);
    meters.gauge(HubMeter.LOOP_PENDING, tags, made::untakenBytes);
    return made;
  }

  /** Timers are looked at often enough for the shortest of them, but not more often than useful. */
  private static Duration tick(List<MappedHub<?>> hubs) {
    long shortest =
        hubs.stream()
            .map(MappedHub::options)
            .flatMap(
                options ->
                    Stream.of(
                        options.handshakeTimeout(),
                        options.keepAliveInterval(),
                        options.clientTimeout(),
                        options.messageTimeout(),
                        options.disconnectTimeout(),
                        options.sendTimeout()))
            .mapToLong(Duration::toMillis)
            .min()
            .orElse(0);
    return Duration.ofMillis(Math.max(50, Math.min(1000, shortest / 4)));
  }

  public synchronized CompletableFuture<Void> start() {
    if (stopping != null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the server was stopped; build another one"));
    }
    if (starting == null) {
      state = State.STARTING;
      CompletableFuture<Void> started =
          CompletableFuture.<Void>completedFuture(null)
              .thenCompose(unused -> startBackplane())
              .thenCompose(unused -> startHubs())
              .thenCompose(unused -> startTransport())
              .thenRun(this::nowRunning);
      starting =
          Outcomes.on(parts.stageExecutor(), started)
              .whenComplete(
                  (unused, failure) -> {
                    if (failure != null) {
                      // The caller of start gets the failure, so it is not logged, too.
                      var unusedFuture = stop();
                    }
                  });
    }
    return Outcomes.copy(starting);
  }

  private synchronized void nowRunning() {
    if (state == State.STARTING) {
      state = State.RUNNING;
      ServerLog.started(parts.nodeId(), parts.backplane(), parts.options());
    }
  }

  /** The result is done when the backplane is up, or need not be awaited any longer. */
  private CompletableFuture<Void> startBackplane() {
    CompletableFuture<Void> up =
        parts.backplane().start(new HubRouter(hubs, reports)).toCompletableFuture().copy();
    if (up.isDone()) {
      return up;
    }
    CompletableFuture<Void> started =
        up.copy()
            .completeOnTimeout(
                null, parts.options().backplaneStartTimeout().toNanos(), TimeUnit.NANOSECONDS)
            .thenRun(
                () -> {
                  if (!up.isDone()) {
                    startWithoutBackplane(up);
                  }
                });
    return started;
  }

  private void startWithoutBackplane(CompletableFuture<Void> up) {
    log.warn(
        "the backplane is not connected after {}; the server starts without it and joins the"
            + " others when it is",
        parts.options().backplaneStartTimeout(),
        parts.backplane().health().cause());
    var unusedFuture =
        up.exceptionally(
            failure -> {
              if (isStopping()) { // It was told to end before it had begun.
                log.debug("the backplane was closed before it was connected", failure);
              } else {
                log.error("the backplane gave up: this server stays alone", failure);
              }
              return null;
            });
  }

  private CompletableFuture<Void> startHubs() {
    if (isStopping()) {
      return CompletableFuture.failedFuture(stoppedMeanwhile());
    }
    timer.every(Duration.ofSeconds(1), "look after negotiated connections", endpoint::tick);
    if (!parts.backplane().inProcess()) {
      timer.every(parts.options().announceInterval(), "announce what it published", this::announce);
    }
    lateContexts.forEach(this::connect);
    return hubs.all(RunningHub::start);
  }

  private <H extends AbstractHub> void connect(DeferredHubContext<H> late) {
    late.started(hubContext(late.hub()));
  }

  private void announce() {
    hubs.stream().forEach(RunningHub::tick);
    reports.tick(hubs.stream().allMatch(RunningHub::isRecovered));
  }

  /** A server that is stopped while it starts must not listen afterwards. */
  private synchronized CompletionStage<Void> startTransport() {
    return isStopping()
        ? CompletableFuture.failedStage(stoppedMeanwhile())
        : transport.start(endpoint);
  }

  private synchronized boolean isStopping() {
    return stopping != null;
  }

  private static IllegalStateException stoppedMeanwhile() {
    return new IllegalStateException("the server was stopped while it started");
  }

  /** Stops; a second call ends all waits. */
  public synchronized CompletableFuture<Void> stop() {
    if (stopping != null && !stopping.isDone()) {
      ServerLog.hurried();
      drain.hurry();
    }
    return stopInTime(Duration.ZERO);
  }

  /** Stops, and spreads the end of the connections over that time, unless it stops already. */
  public synchronized CompletableFuture<Void> stopInTime(Duration time) {
    if (stopping == null) {
      CompletableFuture<Void> told = new CompletableFuture<>();
      stopping = told; // First: what ends from here on ends because it was told to.
      drain.spread(time);
      // A server that never started has no readiness to end.
      CompletableFuture<Void> noticed =
          state == State.RUNNING ? drain.delay() : CompletableFuture.completedFuture(null);
      ServerLog.stopping(state, parts.options());
      state = State.DRAINING;
      CompletableFuture<Void> stopped = noticed.thenCompose(unused -> stop.carryOut());
      var unusedFuture =
          Outcomes.on(parts.stageExecutor(), stopped)
              .whenComplete((unused, failure) -> stopped(told, failure));
    }
    return Outcomes.copy(stopping);
  }

  /** Something failed that nothing can replace: the server ends. */
  private void failed(Throwable cause) {
    end.fail(cause, this::stopInAHurry, parts.options().stopGrace().plus(LONGEST_END));
  }

  private void stopInAHurry() {
    var unusedFuture = stop();
    var unusedSecond = stop();
  }

  public CompletableFuture<Void> whenEnded() {
    return end.whenEnded();
  }

  private void stopped(CompletableFuture<Void> told, @Nullable Throwable failure) {
    try {
      release();
    } finally {
      end.stopped();
      if (failure == null) {
        told.complete(null);
      } else {
        told.completeExceptionally(Objects.requireNonNull(Outcomes.unwrap(failure)));
      }
    }
  }

  private void release() {
    state = State.STOPPED;
    timer.stop();
    ServerLog.stopped();
    parts.meters().stopped();
    parts.executor().shutdown();
    parts.entrance().shutdown();
    parts.stageExecutor().shutdown();
  }

  @SuppressWarnings("unchecked") // The type parameter is a name; a context does not use it.
  public <H extends AbstractHub> HubContext<H> hubContext(Class<H> hub) {
    HubContext<?> context = hubs.get(hub);
    return (HubContext<H>) context;
  }

  public HubContext<?> hubContext(String hubName) {
    return hubs.get(hubName);
  }

  public String nodeId() {
    return parts.nodeId();
  }

  public ServerHealth health() {
    BackplaneHealth backplane = parts.backplane().health();
    State now = state;
    return new ServerHealth(
        now,
        Optional.ofNullable(notReadyBecause(now, backplane)),
        Optional.ofNullable(end.failure()),
        backplane);
  }

  private @Nullable String notReadyBecause() {
    return health().notReadyBecause().orElse(null);
  }

  private @Nullable String notReadyBecause(State now, BackplaneHealth backplane) {
    String failure = end.failure();
    if (failure != null) {
      return failure;
    }
    return switch (now) {
      case NEW, STARTING -> "starting";
      case RUNNING ->
          parts.options().readinessFollowsBackplane()
                  && backplane.state() != BackplaneHealth.State.UP
              ? "not linked to the other servers"
              : null;
      case DRAINING -> "draining";
      case STOPPED -> "stopped";
    };
  }

  public List<ConnectionInfo> connections() {
    return hubs.stream().flatMap(RunningHub::connections).toList();
  }

  public HubCounters counters() {
    return hubs.counters();
  }

  public HubCounters counters(String hubName) {
    return hubs.get(hubName).counters();
  }
}
