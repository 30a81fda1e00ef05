package dev.nave.hub.internal.dispatch;

/** When one invocation arrived, and when it began. The second is set once, by who begins it. */
final class CallClock {
  private final long receivedAt = System.nanoTime();
  private long begunAt = receivedAt;

  /** The invocation begins. Returns how long it has waited, in nanoseconds. */
  long begin() {
    begunAt = System.nanoTime();
    return begunAt - receivedAt;
  }

  /** Returns how long it has run, in nanoseconds. */
  long ran() {
    return System.nanoTime() - begunAt;
  }
}
