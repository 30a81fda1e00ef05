package dev.nave.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the connections of one run have in common. Any thread. */
final class Session {
  private static final int CONNECT_SECONDS = 30;

  private final LoadPlan plan;
  private final Semaphore connecting;
  private final AtomicReference<@Nullable String> whatBroke = new AtomicReference<>();
  private final CountDownLatch broken = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile boolean ending;

  Session(LoadPlan plan) {
    this.plan = plan;
    connecting = new Semaphore(plan.connectingAtATime());
  }

  LoadPlan plan() {
    return plan;
  }

  /** Waits until another connection may be made. */
  void awaitRoomToConnect() throws InterruptedException {
    await(1);
  }

  /** Waits until every connection that was made is {@link #opened}. */
  void awaitAllOpen() throws InterruptedException {
    await(plan.connectingAtATime());
  }

  private void await(int permits) throws InterruptedException {
    if (!connecting.tryAcquire(permits, CONNECT_SECONDS, TimeUnit.SECONDS)) {
      broken("connections were not opened in " + CONNECT_SECONDS + " s");
    }
    pause(Duration.ZERO);
  }

  /** Says that the hub has answered a connection. */
  void opened() {
    connecting.release();
  }

  /** Says that something happened that makes the figures worthless; the first to say so counts. */
  void broken(String what) {
    if (!ending && whatBroke.compareAndSet(null, what)) {
      broken.countDown();
      connecting.release(plan.connectingAtATime()); // Who waits is to learn it at once.
    }
  }

  /**
   * Lets time pass.
   *
   * @throws LoadException as soon as something is broken
   */
  void pause(Duration time) throws InterruptedException {
    if (broken.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new LoadException(String.valueOf(whatBroke.get()));
    }
  }

  /** Ends the calling; answers may still be under way. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Says that connections may close from now on. */
  void end() {
    ending = true;
  }
}
