package dev.nave.backplane.redis.internal.connect;

import dev.nave.backplane.redis.ReconnectAttempt;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.report.RedisErrors;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the next attempt to connect is made: by the policy of the options, but a cause that does not
 * pass by itself waits longer, and a pair that broke soon after it was made does not begin a new
 * series. Coordinator only.
 */
public final class RetrySchedule {
  private final RedisOptions options;
  private int attempts;
  private long beganNanos = System.nanoTime();
  private long succeededNanos = System.nanoTime();

  public RetrySchedule(RedisOptions options) {
    this.options = options;
  }

  /** Notes that the pair is up. */
  void succeeded() {
    succeededNanos = System.nanoTime();
  }

  /** Notes that the pair was lost: a series begins, unless the pair was up for a moment only. */
  void lost() {
    long now = System.nanoTime();
    long stable = options.probeInterval().multipliedBy(2).toNanos();
    if (now - succeededNanos >= stable || attempts == 0) {
      attempts = 0;
      beganNanos = now;
    }
  }

  /** Returns the number of the attempt that {@link #next} was asked for last. */
  public int attempt() {
    return attempts;
  }

  /** Counts an attempt and returns how long to wait for it. */
  public Duration next(@Nullable Throwable cause) {
    attempts++;
    Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNanos);
    Duration delay =
        options.reconnectPolicy().delayBefore(new ReconnectAttempt(attempts, elapsed, cause));
    if (cause != null && !RedisErrors.isTransient(cause)) {
      Duration least = options.refusedRetryInterval();
      delay = delay.compareTo(least) < 0 ? least : delay;
    }
    return delay;
  }
}
