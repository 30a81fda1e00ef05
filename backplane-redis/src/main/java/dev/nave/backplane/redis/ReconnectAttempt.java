package dev.nave.backplane.redis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ReconnectPolicy} knows of the attempt that it delays.
 *
 * @param number of the attempt in this outage, from 1
 * @param elapsed since the connection was lost, or since the start if there was none yet; not
 *     negative
 * @param cause why the connection was lost or the last attempt failed; null at the start
 */
public record ReconnectAttempt(int number, Duration elapsed, @Nullable Throwable cause) {
  /** Checks the components. */
  public ReconnectAttempt {
    if (number < 1) {
      throw new IllegalArgumentException("number must be at least 1 but was " + number);
    }
    if (elapsed.isNegative()) {
      throw new IllegalArgumentException("elapsed must not be negative but was " + elapsed);
    }
  }
}
