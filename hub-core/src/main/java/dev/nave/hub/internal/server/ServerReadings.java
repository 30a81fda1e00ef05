package dev.nave.hub.internal.server;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.hub.ServerHealth;
import dev.nave.hub.internal.executor.HubExecutors;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.HubMeter;
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
   * @param outages reads how often the link to the other servers broke
   */
  static void register(
      ServerMeters meters,
      Supplier<ServerHealth> health,
      ExecutorService hubThreads,
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
    meters.gauge(HubMeter.HUB_THREADS_BUSY, Map.of(), () -> HubExecutors.busy(hubThreads));
    meters.gauge(HubMeter.HUB_CALLS_WAITING, Map.of(), () -> HubExecutors.waiting(hubThreads));
  }
}
