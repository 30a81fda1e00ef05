package dev.nave.hub.internal.server;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.hub.ServerHealth;
import dev.nave.hub.internal.executor.HubExecutors;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a server knows of itself in any case, for meters that read it when they are asked. */
final class ServerReadings {
  private ServerReadings() {}

  /**
   * Registers what concerns the whole server.
   *
   * @param parts has the threads and the loops
   * @param outages reads how often the link to the other servers broke
   */
  static void register(
      ServerMeters meters,
      Supplier<ServerHealth> health,
      ServerContext parts,
      LongSupplier outages) {
    meters.gauge(HubMeter.READY, Map.of(), () -> health.get().isReady() ? 1 : 0);
    meters.gauge(
        HubMeter.BACKPLANE_UP,
        Map.of(),
        () -> health.get().backplane().state() == BackplaneHealth.State.UP ? 1 : 0);
    meters.gauge(
        HubMeter.SUBSCRIPTIONS_DESIRED,
        Map.of(),
        () -> health.get().backplane().desiredSubscriptions());
    meters.gauge(
        HubMeter.SUBSCRIPTIONS_CONFIRMED,
        Map.of(),
        () -> health.get().backplane().confirmedSubscriptions());
    meters.counter(HubMeter.BACKPLANE_OUTAGES, Map.of(), outages);
    Directory directory = parts.directory();
    if (directory != null) {
      register(meters, directory);
    }
    ExecutorService threads = parts.executor();
    meters.gauge(HubMeter.HUB_THREADS_BUSY, Map.of(), () -> HubExecutors.busy(threads));
    meters.gauge(HubMeter.HUB_CALLS_WAITING, Map.of(), () -> HubExecutors.waiting(threads));
    ExecutorService entrance = parts.entrance();
    boolean own = entrance != threads; // The hub threads let clients in where they are virtual.
    meters.gauge(
        HubMeter.ENTRANCE_THREADS_BUSY, Map.of(), () -> own ? HubExecutors.busy(entrance) : 0);
    meters.gauge(
        HubMeter.ENTRANCE_WAITING, Map.of(), () -> own ? HubExecutors.waiting(entrance) : 0);
    meters.counter(
        HubMeter.BOUNDS_REACHED,
        Map.of(Tag.OPTION, "maxLoopInboundBytes"),
        () -> parts.loops().all().stream().mapToLong(loop -> loop.inbound().paused()).sum());
  }

  private static void register(ServerMeters meters, Directory directory) {
    meters.gauge(
        HubMeter.DIRECTORY_UP,
        Map.of(),
        () -> directory.health().state() == DirectoryHealth.State.UP ? 1 : 0);
    meters.gauge(HubMeter.DIRECTORY_WAITING, Map.of(), () -> directory.health().waiting());
    meters.gauge(HubMeter.DIRECTORY_RAISING, Map.of(), () -> directory.health().raising());
    meters.counter(
        HubMeter.DIRECTORY_FAILED_WRITES, Map.of(), () -> directory.health().failedWrites());
  }
}
