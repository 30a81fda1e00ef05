package dev.nave.hub.internal.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * The timer of one server: a thread for short tasks that repeat. A task that throws is logged and
 * runs again the next time, which the JDK's own timers do not do. Any thread.
 */
final class ServerTimer {
  private static final Logger log = ServerLog.LOG;

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "nave-timer");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Runs a task again and again, first after one interval.
   *
   * @param what completes "the server could not ..."
   */
  void every(Duration interval, String what, Runnable task) {
    Runnable shielded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) {
            log.error("the server could not {}", what, e);
          }
        };
    long nanos = interval.toNanos();
    var unusedFuture =
        executor.scheduleWithFixedDelay(shielded, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends the thread; no task runs any more. */
  void stop() {
    executor.shutdownNow();
  }
}
