package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.dispatch.RunningInvocations.Place;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Works off the queue of one connection where its kind of invocations runs, one after the other.
 * One that goes on after its method has returned ends the task, and the next one is begun when it
 * is over; but one that waits for its own send alone is left to itself. A task that comes to an
 * invocation of the other kind ends, too: the queue begins one of that kind in its place.
 *
 * <p>There may be several at a time, as many as invocations may run.
 */
abstract class QueueTask {
  /** After so many invocations in a row others have the thread. */
  private static final int MAX_IN_A_ROW = 64;

  private final InvocationQueue queue;
  final Runnable task = this::work;

  QueueTask(InvocationQueue queue) {
    this.queue = queue;
  }

  /** Any thread. Begins a task, which has its place. */
  abstract void start();

  /**
   * Any thread. Begins a task, which has its place.
   *
   * @param way brings what runs on the hub executor there
   */
  abstract void start(Executor way);

  /** Goes on with a task that has its place when others had their turn. */
  abstract void startLater();

  /** Any thread. Does what follows an invocation that went on after its method had returned. */
  abstract void after(Runnable rest);

  /** Returns whether others are to have their turn, though less was done than may be in a row. */
  boolean isLate() {
    return false;
  }

  void work() {
    Place next = queue.take(null, this);
    for (int row = 1; next != null; row++) {
      Place last = next;
      CompletableFuture<?> goesOn = queue.run(last);
      if (goesOn != null && !goesOn.isDone()) {
        if (!passOn(last, goesOn)) {
          return;
        }
        last = null;
      }
      if (row >= MAX_IN_A_ROW || isLate()) {
        if (last == null || queue.end(last)) {
          startLater();
        }
        return;
      }
      next = queue.take(last, this);
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
                after(() -> workAfter(place));
              }
            });
    return passedOn;
  }

  /** Behind the completion of an invocation whose place the next one may have had for long. */
  private void endSend(Place place) {
    if (queue.endSend(place)) {
      start();
    }
  }

  private void workAfter(Place place) {
    if (queue.end(place)) {
      work();
    }
  }
}
