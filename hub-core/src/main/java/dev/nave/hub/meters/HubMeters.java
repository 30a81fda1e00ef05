package dev.nave.hub.meters;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Takes the figures of one server to a library for metrics. Set it with {@code
 * HubServerBuilder.meters}; module {@code metrics-micrometer} has one for Micrometer. What is
 * measured stands in {@link HubMeter}.
 *
 * <p>A meter and its tags are registered once, while the server is built or when a value of its
 * tags occurs for the first time. The tags are those of {@link HubMeter#tags}; of each there are
 * few values, whatever clients send. Methods may be called by any thread, and should be quick. What
 * they throw is logged once, and the server goes on.
 */
public interface HubMeters {
  /** Returns meters that measure nothing. */
  static HubMeters none() {
    return NoMeters.INSTANCE;
  }

  /**
   * Registers a number that only grows.
   *
   * @param total reads it: any thread, never blocks, cheap
   */
  void counter(HubMeter meter, Map<String, String> tags, LongSupplier total);

  /**
   * Registers a number that grows and shrinks.
   *
   * @param value reads it: any thread, never blocks, cheap
   */
  void gauge(HubMeter meter, Map<String, String> tags, LongSupplier value);

  /** Registers what takes durations. */
  Durations durations(HubMeter meter, Map<String, String> tags);

  /** The server has stopped: what was registered may be forgotten. Called once. */
  default void stopped() {}

  /** Takes durations. Any thread, also event loops: it must not block. */
  @FunctionalInterface
  interface Durations {
    /** Notes one, in nanoseconds. */
    void record(long nanos);
  }
}
