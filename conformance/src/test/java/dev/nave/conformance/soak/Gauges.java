package dev.nave.conformance.soak;

import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeters;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Keeps the gauges of one server, and nothing else of what it measures. Any thread. */
final class Gauges implements HubMeters {
  private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

  @Override
  public void counter(HubMeter meter, Map<String, String> tags, LongSupplier total) {}

  @Override
  public void gauge(HubMeter meter, Map<String, String> tags, LongSupplier value) {
    gauges.put(meter + " " + new TreeMap<>(tags), value);
  }

  @Override
  public Durations durations(HubMeter meter, Map<String, String> tags) {
    return nanos -> {};
  }

  /** Adds what each of them reads now, with {@code prefix} before its name. */
  void read(String prefix, Map<String, Long> into) {
    gauges.forEach((name, value) -> into.put(prefix + name, value.getAsLong()));
  }
}
