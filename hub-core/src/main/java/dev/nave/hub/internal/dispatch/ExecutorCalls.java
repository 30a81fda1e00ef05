package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.dispatch.RunningInvocations.Place;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The tasks that work off the queue of one connection on the hub executor, each one invocation
 * after the other. One that goes on after its method has returned ends the task, and the next one
 * is begun when it is over; but one that waits for its own send alone is left to itself.
 *
 * <p><b>Threading.</b> Any thread begins a task; it runs on the hub executor.
 */
final class ExecutorCalls {
  /** After so many invocations in a row a connection lets others have the thread. */
  private static final int MAX_IN_A_ROW = 64;

  private final InvocationQueue queue;
  private final ConnectionThreads threads;
  private final Executor later;
  private final Runnable task = this::work;

  ExecutorCalls(InvocationQueue queue, ConnectionThreads threads) {
    this.queue = queue;
    this.threads = threads;
    this.later = threads.of(Work.METHOD);
  }

  /**
   * Begins a task, which has its place.
   *
   * @param way brings it to the hub executor
   */
  void start(Executor way) {
    threads.execute(Work.METHOD, task, way);
  }

  private void work() {
    Place next = queue.take(null);
    for (int row = 1; next != null; row++) {
      Place last = next;
      CompletableFuture<?> goesOn = queue.run(last);
      if (goesOn != null && !goesOn.isDone()) {
        if (!passOn(last, goesOn)) {
          return;
        }
        last = null;
      }
      if (row >= MAX_IN_A_ROW) {
        if (last == null || queue.end(last)) {
          later.execute(task);
        }
        return;
      }
      next = queue.take(last);
    }
  }

  /**
   * An invocation goes on after its method has returned. Returns whether the next one has its
   * place.
   */
  private boolean passOn(Place place, CompletableFuture<?> goesOn) {
    boolean sends = goesOn instanceof SendWait;
    boolean passedOn = sends && queue.beginSend(place);
    var unusedFuture =
        goesOn.whenComplete(
            (result, failure) -> {
              if (sends) {
                endSend(place);
              } else {
                later.execute(() -> workAfter(place));
              }
            });
    return passedOn;
  }

  /** Behind the completion of an invocation whose place the next one may have had for long. */
  private void endSend(Place place) {
    if (queue.endSend(place)) {
      later.execute(task);
    }
  }

  private void workAfter(Place place) {
    if (queue.end(place)) {
      work();
    }
  }
}
