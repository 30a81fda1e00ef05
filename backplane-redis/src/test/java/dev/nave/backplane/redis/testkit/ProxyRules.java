package dev.nave.backplane.redis.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.redis.testkit.TcpProxy.Direction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a proxy does to the bytes of its connections. */
final class ProxyRules {
  @GuardedBy("this")
  private final Set<Direction> paused = EnumSet.noneOf(Direction.class);

  private final AtomicLong bytesToServer = new AtomicLong();
  private final AtomicLong bytesToClient = new AtomicLong();

  private volatile long delayNanos;
  private volatile long jitterNanos;
  private volatile long closeDelayMillis;
  private volatile int bytesPerSecond;
  private volatile int sliceBytes;
  private volatile long limitBytes;

  ProxyRules() {
    reset();
  }

  synchronized void pause(Direction direction) {
    paused.add(direction);
  }

  synchronized void resume() {
    paused.clear();
    notifyAll();
  }

  /** Waits until a direction is not paused, and counts what goes now. */
  synchronized void pass(Direction direction, int length) throws InterruptedException {
    while (paused.contains(direction)) {
      wait();
    }
    counter(direction).addAndGet(length);
  }

  void delay(Duration delay, Duration jitter) {
    jitterNanos = jitter.toNanos();
    delayNanos = delay.toNanos();
  }

  /** Returns when something should arrive that came now. */
  long dueNanos() {
    long jitter = jitterNanos;
    long more = jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter + 1);
    return System.nanoTime() + Math.max(0, delayNanos + more);
  }

  void closeSlowly(Duration delay) {
    closeDelayMillis = delay.toMillis();
  }

  long closeDelayMillis() {
    return closeDelayMillis;
  }

  void throttle(int bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Waits for as long as so many bytes may take. */
  void spend(int length) throws InterruptedException {
    int rate = bytesPerSecond;
    if (rate != Integer.MAX_VALUE) {
      TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(length) / rate);
    }
  }

  void slice(int bytes) {
    sliceBytes = bytes;
  }

  /** Returns the most bytes to pass on at once. */
  int pieceBytes() {
    // A throttled connection is to flow evenly, not in bursts.
    return Math.min(sliceBytes, Math.max(1, bytesPerSecond / 20));
  }

  void closeAfter(long bytes) {
    limitBytes = bytes;
  }

  long limitBytes() {
    return limitBytes;
  }

  long bytes(Direction direction) {
    return counter(direction).get();
  }

  private AtomicLong counter(Direction direction) {
    return direction == Direction.TO_SERVER ? bytesToServer : bytesToClient;
  }

  void reset() {
    delayNanos = 0;
    jitterNanos = 0;
    closeDelayMillis = 0;
    bytesPerSecond = Integer.MAX_VALUE;
    sliceBytes = Integer.MAX_VALUE;
    limitBytes = Long.MAX_VALUE;
    resume();
  }
}
