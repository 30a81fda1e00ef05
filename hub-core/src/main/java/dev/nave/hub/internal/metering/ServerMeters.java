package dev.nave.hub.internal.metering;

import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.meters.HubMeters;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of one server, which do no harm: what they throw is logged once. Any thread.
 *
 * <p>Where none are set, {@link #isOn} is false, and what would be measured need not be.
 */
public final class ServerMeters {
  /** Measures nothing. */
  public static final ServerMeters NONE = new ServerMeters(HubMeters.none());

  private static final Logger log = LoggerFactory.getLogger(LogCategory.SERVER);
  private static final HubMeters.Durations NOWHERE = nanos -> {};

  private final HubMeters meters;
  private final AtomicBoolean complained = new AtomicBoolean();

  /** Takes figures to these meters. */
  public ServerMeters(HubMeters meters) {
    this.meters = meters;
  }

  /** Returns whether anything is measured. */
  public boolean isOn() {
    return meters != HubMeters.none();
  }

  /** Registers a number that only grows. */
  public void counter(HubMeter meter, Map<Tag, String> tags, LongSupplier total) {
    quietly(() -> meters.counter(meter, named(meter, tags), total));
  }

  /** Registers a number that grows and shrinks. */
  public void gauge(HubMeter meter, Map<Tag, String> tags, LongSupplier value) {
    quietly(() -> meters.gauge(meter, named(meter, tags), value));
  }

  /** Registers what takes durations. */
  public HubMeters.Durations durations(HubMeter meter, Map<Tag, String> tags) {
    if (!isOn()) {
      return NOWHERE;
    }
    try {
      HubMeters.Durations taker = meters.durations(meter, named(meter, tags));
      return nanos -> {
        try {
          taker.record(nanos);
        } catch (RuntimeException | Error e) {
          complain(e);
        }
      };
    } catch (RuntimeException | Error e) {
      complain(e);
      return NOWHERE;
    }
  }

  /** The server has stopped. */
  public void stopped() {
    quietly(meters::stopped);
  }

  private static Map<String, String> named(HubMeter meter, Map<Tag, String> tags) {
    assert tags.keySet().equals(new HashSet<>(meter.tags())) : meter + " has other tags: " + tags;
    Map<String, String> named = new TreeMap<>();
    tags.forEach((tag, value) -> named.put(tag.key(), value));
    return named;
  }

  private void quietly(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      complain(e);
    }
  }

  private void complain(Throwable e) {
    if (complained.compareAndSet(false, true)) {
      log.warn("the meters failed; further failures of theirs are not logged", e);
    }
  }
}
