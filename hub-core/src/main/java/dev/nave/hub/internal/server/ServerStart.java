package dev.nave.hub.internal.server;

import dev.nave.backplane.directory.Directory;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeters;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/**
 * How a server begins to work with the others: its backplane, then its hubs. Any thread.
 *
 * @param isStopping whether the server was told to stop
 */
record ServerStart(
    ServerContext parts, RunningHubs hubs, BackplaneReports reports, BooleanSupplier isStopping) {
  private static final Logger log = ServerLog.BACKPLANE;

  /** The result is done when the backplane is up, or need not be awaited any longer. */
  CompletableFuture<Void> startBackplane() {
    HubMeters.Durations roundTrips =
        parts.meters().durations(HubMeter.BACKPLANE_ROUND_TRIP, Map.of());
    HubRouter router = new HubRouter(hubs, reports, roundTrips);
    CompletableFuture<Void> up = parts.backplane().start(router).toCompletableFuture().copy();
    if (up.isDone()) {
      return up;
    }
    return up.copy()
        .completeOnTimeout(
            null, parts.options().backplaneStartTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .thenRun(
            () -> {
              if (!up.isDone()) {
                goOnWithout(up);
              }
            });
  }

  private void goOnWithout(CompletableFuture<Void> up) {
    log.warn(
        "the backplane is not connected after {}; the server starts without it and joins the"
            + " others when it is",
        parts.options().backplaneStartTimeout(),
        parts.backplane().health().cause());
    var unusedFuture =
        up.exceptionally(
            failure -> {
              if (isStopping.getAsBoolean()) { // It was told to end before it had begun.
                log.debug("the backplane was closed before it was connected", failure);
              } else {
                log.error("the backplane gave up: this server stays alone", failure);
              }
              return null;
            });
  }

  /** Starts the hubs, which announce from now on what they publish. */
  CompletableFuture<Void> startHubs(ServerTimer timer) {
    if (!parts.backplane().inProcess()) {
      timer.every(parts.options().announceInterval(), "announce what it published", this::announce);
    }
    Directory directory = parts.directory();
    if (directory != null) {
      directory.start(hubs::changed);
      timer.every(
          Duration.ofSeconds(1),
          "look after users in groups and presence listeners",
          hubs::tickDirectory);
    }
    return hubs.all(RunningHub::start);
  }

  private void announce() {
    hubs.stream().forEach(RunningHub::tick);
    reports.tick(hubs.stream().allMatch(RunningHub::isRecovered));
  }
}
