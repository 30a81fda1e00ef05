package dev.nave.hub.internal.fakes;

import static org.awaitility.Awaitility.await;

import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Meters that keep what they are told. */
public final class RecordingMeters implements HubMeters {
  private final Map<String, LongSupplier> readings = new TreeMap<>();
  private final List<String> durations = new ArrayList<>();

  @Override
  public synchronized void counter(HubMeter meter, Map<String, String> tags, LongSupplier total) {
    readings.put(meter + " " + tags, total);
  }

  @Override
  public synchronized void gauge(HubMeter meter, Map<String, String> tags, LongSupplier value) {
    readings.put(meter + " " + tags, value);
  }

  @Override
  public Durations durations(HubMeter meter, Map<String, String> tags) {
    return nanos -> note(meter + " " + tags);
  }

  private synchronized void note(String duration) {
    durations.add(duration);
  }

  /** Returns what a counter or a gauge reads now. */
  public synchronized long read(HubMeter meter, Map<String, String> tags) {
    String key = meter + " " + new TreeMap<>(tags);
    return Objects.requireNonNull(readings.get(key), key).getAsLong();
  }

  /**
   * Waits until a hub without another name than that of its class has read all.
   *
   * @param clients of a tester; each sends one message to see that it is accepted
   * @param calls of all of them
   */
  public void awaitReceived(Class<?> hub, int clients, int calls) {
    Map<String, String> ofHub = Map.of("hub", hub.getName());
    await().until(() -> read(HubMeter.MESSAGES_RECEIVED, ofHub) == clients + calls);
  }

  /** Returns the durations of a meter so far: its tags. */
  public synchronized List<String> durationsOf(HubMeter meter) {
    return durations.stream()
        .filter(line -> line.startsWith(meter + " "))
        .map(line -> line.substring(meter.name().length() + 1))
        .toList();
  }
}
