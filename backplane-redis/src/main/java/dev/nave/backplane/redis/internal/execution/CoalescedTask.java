package dev.nave.backplane.redis.internal.execution;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the same work on an executor, once for all requests that are made before it begins. The work
 * never runs twice at a time if the executor has one thread.
 *
 * <p>Any thread.
 */
public final class CoalescedTask {
  private final Executor executor;
  private final Runnable work;
  private final AtomicBoolean requested = new AtomicBoolean();

  /** Creates a task that was not requested. */
  public CoalescedTask(Executor executor, Runnable work) {
    this.executor = executor;
    this.work = work;
  }

  /**
   * Asks for a run that begins after this call.
   *
   * @return false if the executor has ended; then there will be no run
   */
  public boolean request() {
    if (!requested.compareAndSet(false, true)) {
      return true;
    }
    try {
      executor.execute(this::run);
      return true;
    } catch (RejectedExecutionException e) {
      requested.set(false);
      return false;
    }
  }

  private void run() {
    requested.set(false);
    work.run();
  }
}
