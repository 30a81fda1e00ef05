package dev.nave.transport.websocket.internal;

import java.time.Duration;

/**
 * How long a client may still take for a body that is read as the hub keeps up: the time that it is
 * waited for counts, not the time that it waits for us. Each 8 KiB give it the whole time again.
 * Loop only.
 */
final class BodyClock {
  private static final int BYTES_FOR_ALL_TIME = 8_192;
  private static final long LEAST_NANOS = 1_000_000;

  private final long allNanos;
  private long leftNanos;
  private long waitingSince;
  private int bytes;

  BodyClock(Duration time) {
    allNanos = time.toNanos();
    leftNanos = allNanos;
  }

  /** Begins to wait for the client; returns how long. */
  Duration start() {
    waitingSince = System.nanoTime();
    return Duration.ofNanos(leftNanos);
  }

  /** The client has sent so many bytes. */
  void stop(int received) {
    leftNanos = Math.max(LEAST_NANOS, leftNanos - (System.nanoTime() - waitingSince));
    bytes += received;
    if (bytes >= BYTES_FOR_ALL_TIME) {
      bytes = 0;
      leftNanos = allNanos;
    }
  }
}
