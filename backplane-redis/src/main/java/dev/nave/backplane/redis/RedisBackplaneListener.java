package dev.nave.backplane.redis;

/**
 * Receives what happens between the backplane and Redis: for logs, metrics and alarms.
 *
 * <p>Called on a backplane thread, one event at a time, in order; must not block. What it throws is
 * logged.
 */
@FunctionalInterface
public interface RedisBackplaneListener {
  /** Takes an event. */
  void event(RedisEvent event);
}
