package dev.nave.benchmarks.load;

import java.util.concurrent.atomic.AtomicLongArray;

/** When the latest calls were sent, by their number. Any thread. */
final class SendTimes {
  private final AtomicLongArray nanos;

  /** Keeps the times of the latest {@code capacity} calls. */
  SendTimes(int capacity) {
    nanos = new AtomicLongArray(capacity);
  }

  void sent(long number, long atNanos) {
    nanos.setOpaque(slot(number), atNanos);
  }

  long of(long number) {
    return nanos.getOpaque(slot(number));
  }

  private int slot(long number) {
    return (int) (number % nanos.length());
  }
}
