package dev.nave.hub.internal.executor;

import dev.nave.hub.internal.logging.LogCategory;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A piece of work that runs on the hub executor whenever there is something new to do, and never
 * twice at once. It holds no thread in between. Any thread.
 */
public final class SerialExecutor {
  /** After so many rounds others have the thread. */
  private static final int MAX_ROUNDS = 64;

  private static final Logger log = LoggerFactory.getLogger(LogCategory.SERVER);

  private final Executor executor;
  private final Runnable work;
  private final AtomicInteger wanted = new AtomicInteger();

  public SerialExecutor(Executor executor, Runnable work) {
    this.executor = executor;
    this.work = work;
  }

  /** Has the work run once more, from its beginning, after this call. */
  public void schedule() {
    if (wanted.getAndIncrement() == 0) {
      execute();
    }
  }

  private void execute() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      log.debug("the server has stopped before a stream could end");
    }
  }

  private void run() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      int seen = wanted.get();
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        log.error("a stream could not go on", e);
      }
      if (wanted.addAndGet(-seen) == 0) {
        return;
      }
    }
    execute();
  }
}
