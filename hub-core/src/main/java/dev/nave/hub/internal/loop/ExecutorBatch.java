package dev.nave.hub.internal.loop;

import dev.nave.hub.internal.logging.LogCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a loop to the hub executor, or to another one: what several connections have to do
 * after one turn of the loop goes over together. So one thread is woken per turn and not one per
 * connection; on a busy machine each of those would take the processor from the loop, for one call.
 *
 * <p><b>Threading.</b> Owned by the loop.
 */
final class ExecutorBatch {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.SERVER);

  private final Executor loop;
  private final Executor hubExecutor;
  private final Runnable handOver = this::handOver;
  private List<Runnable> collected = new ArrayList<>();

  ExecutorBatch(Executor loop, Executor hubExecutor) {
    this.loop = loop;
    this.hubExecutor = hubExecutor;
  }

  /** Returns the way to an executor that may be shut down before the loop ends. */
  static ExecutorBatch whileOpen(Executor loop, Executor to) {
    return new ExecutorBatch(
        loop,
        work -> {
          try {
            to.execute(work);
          } catch (RejectedExecutionException e) {
            log.debug("the server has stopped before what a loop handed over could run");
          }
        });
  }

  /** Hands {@code work} over when this turn of the loop has read everything. */
  void add(Runnable work) {
    collected.add(work);
    if (collected.size() == 1) {
      loop.execute(handOver);
    }
  }

  private void handOver() {
    List<Runnable> all = collected;
    collected = new ArrayList<>();
    hubExecutor.execute(all.size() == 1 ? all.get(0) : () -> spread(all));
  }

  private void spread(List<Runnable> all) {
    // The others first: this thread may be held up in its own part.
    for (int i = 1; i < all.size(); i++) {
      hubExecutor.execute(all.get(i));
    }
    all.get(0).run();
  }
}
