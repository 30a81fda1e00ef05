package dev.nave.hub.transport;

import java.time.Duration;

/**
 * How long a client may still take for a body that is read as the hub keeps up: only the time for
 * which the server waits counts. Each 8 KiB give the client the whole time again. Used by one
 * thread at a time.
 */
public final class BodyClock {
  private static final int BYTES_FOR_ALL_TIME = 8_192;
  private static final long LEAST_NANOS = 1_000_000;

  private final long allNanos;
  private long leftNanos;
  private long waitingSince;
  private int bytes;

  /** Gives a client that time. */
  public BodyClock(Duration time) {
    allNanos = time.toNanos();
    leftNanos = allNanos;
  }

  /** Begins to wait for the client; returns how long. */
  public Duration start() {
    waitingSince = System.nanoTime();
    return Duration.ofNanos(leftNanos);
  }

  /** The client has sent so many bytes. */
  public void stop(int received) {
    leftNanos = Math.max(LEAST_NANOS, leftNanos - (System.nanoTime() - waitingSince));
    bytes += received;
    if (bytes >= BYTES_FOR_ALL_TIME) {
      bytes = 0;
      leftNanos = allNanos;
    }
  }
}
