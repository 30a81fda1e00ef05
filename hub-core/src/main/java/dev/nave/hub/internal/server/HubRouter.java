package dev.nave.hub.internal.server;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.meters.HubMeters;
import org.jspecify.annotations.Nullable;

/**
 * Hands what comes from the backplane to the hub whose topic it came on.
 *
 * @param reports the reports about the backplane to the application
 * @param roundTrips takes how long probes took
 */
record HubRouter(RunningHubs hubs, BackplaneReports reports, HubMeters.Durations roundTrips)
    implements BackplaneListener {
  @Override
  public void envelope(String topic, Envelope envelope) {
    RunningHub hub = hub(topic);
    if (hub != null) {
      hub.received(topic, envelope);
    }
  }

  @Override
  public void together(Runnable calls) {
    HubLoops.together(calls);
  }

  @Override
  public void tooLarge(String topic, String reason) {
    RunningHub hub = hub(topic);
    if (hub != null) {
      hub.skipped(topic, reason);
    }
  }

  @Override
  public void roundTrip(long nanos) {
    roundTrips.record(nanos);
  }

  private @Nullable RunningHub hub(String topic) {
    int end = topic.indexOf(':');
    return end < 0 ? null : hubs.find(topic.substring(0, end));
  }

  @Override
  public void event(BackplaneEvent event) {
    if (event instanceof BackplaneEvent.Restored) {
      hubs.stream().forEach(RunningHub::restored);
    }
    reports.event(event);
  }
}
