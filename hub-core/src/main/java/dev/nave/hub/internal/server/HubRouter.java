package dev.nave.hub.internal.server;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;

/**
 * Hands what comes from the backplane to the hub whose topic it came on.
 *
 * @param reports the reports about the backplane to the application
 */
record HubRouter(RunningHubs hubs, BackplaneReports reports) implements BackplaneListener {
  @Override
  public void envelope(String topic, Envelope envelope) {
    int end = topic.indexOf(':');
    RunningHub hub = end < 0 ? null : hubs.find(topic.substring(0, end));
    if (hub != null) {
      hub.received(topic, envelope);
    }
  }

  @Override
  public void event(BackplaneEvent event) {
    if (event instanceof BackplaneEvent.Restored) {
      hubs.stream().forEach(RunningHub::restored);
    }
    reports.event(event);
  }
}
