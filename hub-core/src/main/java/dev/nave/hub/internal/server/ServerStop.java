package dev.nave.hub.internal.server;

import dev.nave.backplane.Backplane;
import dev.nave.hub.internal.endpoint.HubEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The order in which a server ends: no new clients, then no connections, no port, no backplane, no
 * transport. A step that fails does not stop those behind it. Any thread; never blocks.
 *
 * <p>The port is open until all connections have ended: a client that polls may need a new socket
 * for its next request, and gets its last answers and its Close in no other way.
 *
 * @param drain how fast connections are ended
 * @param grace how long the answers to what runs are waited for
 */
record ServerStop(
    Drain drain,
    Duration grace,
    HubEndpoint endpoint,
    ServerTransport transport,
    RunningHubs hubs,
    Backplane backplane) {
  private static final Logger log = ServerLog.LOG;

  /** So long the end of connections is waited for that are not answered. */
  private static final Duration CUT = Duration.ofSeconds(1);

  CompletableFuture<Void> carryOut() {
    return quietly("refuse new clients", this::refuseNewClients)
        .thenCompose(unused -> closeConnections())
        .thenCompose(unused -> cutTheRest())
        .thenCompose(unused -> quietly("tell clients that poll", this::letPollsFetchTheEnd))
        .thenCompose(unused -> quietly("stop listening", transport::stopAccepting))
        .thenCompose(unused -> quietly("leave the other servers", this::closeBackplane))
        .thenCompose(unused -> quietly("end its links", transport::stop));
  }

  private CompletionStage<Void> refuseNewClients() {
    endpoint.stopAccepting();
    return CompletableFuture.completedStage(null);
  }

  private CompletableFuture<Void> closeConnections() {
    return quietly(
            "send its clients elsewhere",
            () ->
                drain.inBatches(
                    hubs.stream().flatMap(RunningHub::closings).map(ServerStop::quietly).toList()))
        .thenCompose(unused -> closeTheRest());
  }

  /** Ends those that came meanwhile, or were not reached, and waits until all are answered. */
  private CompletableFuture<Void> closeTheRest() {
    return quietly(
        "answer what runs within " + grace,
        () ->
            hubs.all(RunningHub::drainConnections)
                .applyToEither(drain.pause(grace), Function.identity()));
  }

  /** What still runs is not waited for any longer than its end takes. */
  private CompletableFuture<Void> cutTheRest() {
    int left = hubs.stream().mapToInt(RunningHub::size).sum();
    if (left > 0) {
      log.warn(
          "{} connections are closed before all is answered: stopGrace, which is {}, has passed, or"
              + " a second stop came",
          left,
          grace);
    }
    return quietly(
        "end all connections",
        () -> {
          CompletableFuture<Void> gone = hubs.all(RunningHub::cutConnections);
          hubs.stream().forEach(hub -> quietly(hub::stopWaiting).run());
          return gone.completeOnTimeout(null, CUT.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  /** Polling clients get their Close with the next request. */
  private CompletableFuture<Void> letPollsFetchTheEnd() {
    Duration longest = grace.compareTo(HubEndpoint.LAST_POLLS) < 0 ? grace : HubEndpoint.LAST_POLLS;
    return endpoint.whenNoPolls().applyToEither(drain.pause(longest), Function.identity());
  }

  private CompletionStage<Void> closeBackplane() {
    backplane.close();
    return CompletableFuture.completedStage(null);
  }

  /** Whatever fails for one connection or hub, the others are to be ended. */
  private static Runnable quietly(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        log.warn("a step of the stop failed", e);
      }
    };
  }

  /** Whatever fails, the rest of the server is to end. */
  private static CompletableFuture<Void> quietly(
      String what, Supplier<? extends CompletionStage<Void>> step) {
    log.info("stop: now to {}", what);
    CompletableFuture<Void> done;
    try {
      done = step.get().toCompletableFuture();
    } catch (RuntimeException | Error e) {
      done = CompletableFuture.failedFuture(e);
    }
    return done.exceptionally(
        failure -> {
          log.warn("the server could not {} while it stopped", what, failure);
          return null;
        });
  }
}
