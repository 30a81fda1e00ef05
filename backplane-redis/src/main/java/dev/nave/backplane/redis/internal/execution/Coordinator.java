package dev.nave.backplane.redis.internal.execution;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a backplane that decides: when to connect, which connections count, what the
 * listeners get. Nothing on it blocks.
 *
 * <p>Any thread may hand it work; once closed it drops it.
 */
public final class Coordinator {
  private static final Logger log = LoggerFactory.getLogger(Coordinator.class);
  private static final AtomicLong created = new AtomicLong();

  private final ScheduledExecutorService executor;

  public Coordinator() {
    ScheduledThreadPoolExecutor pool =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "nave-redis-" + created.incrementAndGet());
              made.setDaemon(true);
              return made;
            });
    pool.setRemoveOnCancelPolicy(true);
    pool.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    executor = pool;
  }

  public void execute(Runnable work) {
    executeOr(work, () -> {});
  }

  /** As {@link #execute}, but does something else, here and now, once the coordinator is closed. */
  public void executeOr(Runnable work, Runnable ifClosed) {
    try {
      executor.execute(shielded(work));
    } catch (RejectedExecutionException e) {
      log.trace("closed already", e);
      ifClosed.run();
    }
  }

  /** Runs once after a delay. */
  public @Nullable Future<?> after(Duration delay, Runnable work) {
    try {
      return executor.schedule(shielded(work), nanos(delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.trace("closed already", e);
      return null;
    }
  }

  /** Runs again and again, first after one interval. */
  public @Nullable Future<?> every(Duration interval, Runnable work) {
    try {
      long nanos = nanos(interval);
      return executor.scheduleWithFixedDelay(shielded(work), nanos, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.trace("closed already", e);
      return null;
    }
  }

  /** Takes no more work; what was handed over is still done. */
  public void close() {
    executor.shutdown();
  }

  /** A time that no number of nanoseconds holds is the longest one, of 292 years. */
  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }

  private static Runnable shielded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error e) { // What repeats must go on.
        log.error("a step of the Redis backplane failed", e);
      }
    };
  }
}
