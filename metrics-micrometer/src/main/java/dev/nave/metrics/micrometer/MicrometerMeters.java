package dev.nave.metrics.micrometer;

import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Registers what one server measures in a {@link MeterRegistry} of Micrometer, under the names and
 * tags of docs/metrics.md. Any thread.
 *
 * <p>Durations are timers with a histogram of {@link HubMeter#buckets}; a filter of the registry
 * can change that. When the server has stopped, its meters leave the registry. Servers that share a
 * registry need common tags of their own, or the second one is not seen.
 */
public final class MicrometerMeters implements HubMeters {
  /** Of a counter's object Micrometer keeps a weak reference, of its function a strong one. */
  private static final Object HELD = new Object();

  private final MeterRegistry registry;
  private final Tags commonTags;
  private final Queue<Meter> registered = new ConcurrentLinkedQueue<>();

  private MicrometerMeters(MeterRegistry registry, Tags commonTags) {
    this.registry = registry;
    this.commonTags = commonTags;
  }

  /** Returns meters for one server. */
  public static MicrometerMeters of(MeterRegistry registry) {
    return of(registry, List.of());
  }

  /**
   * Returns meters for one server.
   *
   * @param commonTags what each of its meters has besides its own
   */
  public static MicrometerMeters of(MeterRegistry registry, Iterable<Tag> commonTags) {
    return new MicrometerMeters(registry, Tags.of(commonTags));
  }

  @Override
  public void counter(HubMeter meter, Map<String, String> tags, LongSupplier total) {
    registered.add(
        FunctionCounter.builder(meter.meterName(), HELD, unused -> total.getAsLong())
            .description(meter.description())
            .baseUnit(unit(meter))
            .tags(all(tags))
            .register(registry));
  }

  @Override
  public void gauge(HubMeter meter, Map<String, String> tags, LongSupplier value) {
    registered.add(
        Gauge.builder(meter.meterName(), value::getAsLong)
            .description(meter.description())
            .baseUnit(unit(meter))
            .tags(all(tags))
            .register(registry));
  }

  @Override
  public Durations durations(HubMeter meter, Map<String, String> tags) {
    Timer timer =
        Timer.builder(meter.meterName())
            .description(meter.description())
            .serviceLevelObjectives(meter.buckets().toArray(Duration[]::new))
            .tags(all(tags))
            .register(registry);
    registered.add(timer);
    return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Tags all(Map<String, String> tags) {
    Tags all = commonTags;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      all = all.and(tag.getKey(), tag.getValue());
    }
    return all;
  }

  /**
   * Names of meters of Prometheus end with the unit; a word there that says nothing is left out.
   */
  private static @Nullable String unit(HubMeter meter) {
    return meter.unit() == HubMeter.Unit.BYTES ? "bytes" : null;
  }

  @Override
  public void stopped() {
    for (Meter meter = registered.poll(); meter != null; meter = registered.poll()) {
      registry.remove(meter);
    }
  }
}
