package dev.nave.hub.internal.metering;

import dev.nave.hub.meters.HubMeters;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The durations of one meter, by what tells them apart; each is registered when it occurs first.
 * Any thread.
 */
public final class Durations<K> {
  private final Function<K, HubMeters.Durations> register;
  private final ConcurrentMap<K, HubMeters.Durations> registered = new ConcurrentHashMap<>();

  /** Begins with none; {@code register} registers one. */
  public Durations(Function<K, HubMeters.Durations> register) {
    this.register = register;
  }

  /** Notes a duration, in nanoseconds. */
  public void record(K key, long nanos) {
    HubMeters.Durations known = registered.get(key);
    if (known == null) {
      known = registered.computeIfAbsent(key, register);
    }
    known.record(nanos);
  }
}
