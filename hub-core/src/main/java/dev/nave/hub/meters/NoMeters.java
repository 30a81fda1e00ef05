package dev.nave.hub.meters;

import java.util.Map;
import java.util.function.LongSupplier;

/** Measures nothing. */
final class NoMeters implements HubMeters {
  static final HubMeters INSTANCE = new NoMeters();

  private static final Durations NOWHERE = nanos -> {};

  private NoMeters() {}

  @Override
  public void counter(HubMeter meter, Map<String, String> tags, LongSupplier total) {}

  @Override
  public void gauge(HubMeter meter, Map<String, String> tags, LongSupplier value) {}

  @Override
  public Durations durations(HubMeter meter, Map<String, String> tags) {
    return NOWHERE;
  }
}
