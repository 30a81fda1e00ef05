package dev.nave.hub.internal.dispatch;

/**
 * A bucket of tokens, of which each invocation takes one: so many come in each second, and so many
 * are in it at most. Not thread-safe.
 */
final class CallRate {
  private final long intervalNanos;
  private final long capacityNanos;

  /** When the bucket is full again if nothing is taken: the time says how much is missing. */
  private long fullAt;

  private int refused;
  private long timesFull;

  /**
   * Begins with a full bucket.
   *
   * @param perSecond how many tokens come in a second
   * @param most how many are in the bucket at most
   * @param now in nanoseconds from an arbitrary origin
   */
  CallRate(int perSecond, int most, long now) {
    intervalNanos = Math.max(1, 1_000_000_000L / perSecond);
    capacityNanos = intervalNanos * most;
    fullAt = now;
  }

  /** Takes a token. Returns whether there was one. */
  boolean take(long now) {
    if (isFull(now)) {
      fullAt = now;
      refused = 0;
      timesFull++;
    }
    if (fullAt - now + intervalNanos > capacityNanos) {
      refused++;
      return false;
    }
    fullAt += intervalNanos;
    return true;
  }

  /** Returns whether nothing is missing in the bucket. */
  boolean isFull(long now) {
    return fullAt - now <= 0;
  }

  /** Returns how often the bucket was full when a token was asked for. */
  long timesFull() {
    return timesFull;
  }

  /** Returns how often there was no token since the bucket was full. */
  int refused() {
    return refused;
  }
}
