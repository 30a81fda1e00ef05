package dev.nave.hub.internal.server;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.directory.Directory;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.ConnectionInfo;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubCounters;
import dev.nave.hub.ServerHealth;
import dev.nave.hub.ServerHealth.State;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.endpoint.HubEndpoint;
import dev.nave.hub.internal.endpoint.HubEndpointBuilder;
import dev.nave.hub.internal.endpoint.HubMapping;
import dev.nave.hub.internal.executor.HubExecutors;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.internal.presence.UnheardChanges;
import dev.nave.hub.internal.registry.GroupPlaces;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.internal.usergroups.UserGroupReads;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one server, wired together, and the order in which they start and end. Any thread.
 */
public final class ServerRuntime {
  /** How long a server that has failed may take to end, besides its grace. */
  private static final Duration LONGEST_END = Duration.ofSeconds(15);

  private final ServerContext parts;
  private final OwnTransport transport;
  private final HubEndpoint endpoint;
  private final RunningHubs hubs;
  private final List<String> paths;
  private final List<DeferredHubContext<?>> lateContexts;
  private final Drain drain;
  private final ServerStart start;
  private final ServerStop stop;
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
    hubs = new RunningHubs(new UnheardChanges(options.unheardEventTimeout()));
    lateContexts = from.lateContexts();
    ServerMeters meters = new ServerMeters(from.meters());
    ExecutorService executor = HubExecutors.create(options.maxHubThreads(), meters.isOn());
    Directory directory =
        from.hubs().stream().anyMatch(MappedHub::needsDirectory)
            ? from.backplane().capability(Directory.class).orElseThrow()
            : null;
    parts =
        new ServerContext(
            directory == null ? UUID.randomUUID().toString().replace("-", "") : directory.node(),
            new Subscriptions(from.backplane(), options.subscribeTimeout()),
            from.protocols(),
            ServerLoops.of(from, executor, meters),
            executor,
            HubExecutors.createForEntrance(executor, options.maxEntranceThreads()),
            HubExecutors.createForEvents(executor, options.maxHubThreads()),
            HubExecutors.createForStages(executor, options.maxHubThreads()),
            from.hubExecutor(),
            from.backplane(),
            directory,
            options,
            new GroupPlaces(options.maxGroupMemberships()),
            new UserGroupReads(options.maxUserGroupReads()),
            from.access(),
            from.tracer(),
            meters);
    BackplaneReports reports =
        new BackplaneReports(
            from.backplaneListener(),
            parts.executor(),
            this::counters,
            parts.backplane().inProcess(),
            ServerLog.BACKPLANE);
    HubEndpointBuilder endpoints =
        HubEndpoint.builder(parts.entrance())
            .options(options)
            .usersComeWithRequests(from.transport().findsUsers())
            .roles(
                from.hubs().stream()
                    .flatMap(MappedHub::roles)
                    .collect(Collectors.toUnmodifiableSet()))
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
    paths = from.hubs().stream().map(MappedHub::path).toList();
    for (MappedHub<?> hub : from.hubs()) {
      RunningHub running = new RunningHub(hub, parts, reports);
      hubs.add(hub.type(), running);
      endpoints.hub(
          new HubMapping(hub.path(), hub.options(), running, hub.hooks(parts.entrance())));
      ServerLog.mapped(hub);
    }
    lateContexts.forEach(late -> hubs.get(late.hub())); // Throws where it could not be started.
    endpoint = endpoints.build();
    endpoint.register(
        meters, from.hubs().stream().collect(Collectors.toMap(MappedHub::path, MappedHub::name)));
    ServerReadings.register(meters, this::health, parts, reports::outages);
    start = new ServerStart(parts, hubs, reports, this::isStopping);
    stop = new ServerStop(drain, options.stopGrace(), endpoint, transport, hubs, parts.backplane());
  }

  /** Returns where hubs are mapped, in that order. */
  public List<String> paths() {
    return paths;
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
              .thenCompose(unused -> start.startBackplane())
              .thenCompose(unused -> unlessStopping(this::startHubs))
              .thenCompose(unused -> unlessStopping(() -> transport.start(endpoint)))
              .thenRun(this::nowRunning);
      starting =
          Outcomes.on(parts.stageExecutor(), started)
              .whenComplete(
                  (unused, failure) -> {
                    if (failure != null && !isStopping()) {
                      // The caller of start gets the failure, so it is not logged, too.
                      var unusedFuture = stop();
                    }
                  });
    }
    return Outcomes.copy(starting);
  }

  private CompletableFuture<Void> startHubs() {
    timer.every(Duration.ofSeconds(1), "look after negotiated connections", endpoint::tick);
    timer.every(
        Duration.ofSeconds(1), "look after methods on the event loops", parts.loops()::lookAtUse);
    lateContexts.forEach(this::connect);
    return start.startHubs(timer);
  }

  private <H extends AbstractHub> void connect(DeferredHubContext<H> late) {
    late.started(hubContext(late.hub()));
  }

  private synchronized void nowRunning() {
    if (isStopping()) {
      throw stoppedWhileStarting();
    }
    state = State.RUNNING;
    ServerLog.started(parts, transport);
  }

  /** A server that is stopped while it starts takes no further step: it must not listen then. */
  private synchronized CompletableFuture<Void> unlessStopping(
      Supplier<? extends CompletionStage<Void>> step) {
    return isStopping()
        ? CompletableFuture.failedFuture(stoppedWhileStarting())
        : step.get().toCompletableFuture();
  }

  private static IllegalStateException stoppedWhileStarting() {
    return new IllegalStateException("the server was stopped while it started");
  }

  private synchronized boolean isStopping() {
    return stopping != null;
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
    parts.events().shutdown();
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
        backplane,
        Optional.ofNullable(parts.directory()).map(Directory::health));
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
    return hubs.stream().flatMap(RunningHub::connectionInfos).toList();
  }

  public HubCounters counters() {
    return hubs.counters();
  }

  public HubCounters counters(String hubName) {
    return hubs.get(hubName).counters();
  }
}
