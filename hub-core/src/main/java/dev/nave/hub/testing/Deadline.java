package dev.nave.hub.testing;

import java.util.concurrent.TimeUnit;

/** Until when a test waits for what it expects: long enough for the slowest of machines. */
final class Deadline {
  static final int SECONDS = 30;

  private final long nanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);

  /** Returns how much time is left, in milliseconds; 0 if none is. */
  long millisLeft() {
    long left = nanos - System.nanoTime();
    return left <= 0 ? 0 : left / 1_000_000 + 1;
  }
}
