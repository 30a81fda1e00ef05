package dev.nave.hub.internal.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The queue in front of a loop: many threads put, the loop takes all there is at once.
 *
 * <p>A stack of linked tasks: to put is one compare-and-set, to take is one exchange and a reversal
 * of the links, so the order per putting thread is kept.
 */
final class LoopQueue {
  private final AtomicReference<@Nullable LoopTask> newest = new AtomicReference<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Any thread. Returns whether the queue was empty, so that the loop must be woken. */
  boolean put(LoopTask task) {
    int weight = task.weight();
    if (weight != 0) {
      bytes.addAndGet(weight);
    }
    while (true) {
      LoopTask head = newest.get();
      task.next = head;
      if (newest.compareAndSet(head, task)) {
        return head == null;
      }
    }
  }

  /** Loop only. Returns all tasks, linked, oldest first; null if there are none. */
  @Nullable LoopTask takeAll() {
    LoopTask task = newest.getAndSet(null);
    LoopTask oldestFirst = null;
    long taken = 0;
    while (task != null) {
      LoopTask older = task.next;
      task.next = oldestFirst;
      oldestFirst = task;
      taken += task.weight();
      task = older;
    }
    if (taken != 0) {
      bytes.addAndGet(-taken);
    }
    return oldestFirst;
  }

  /** Any thread. Returns how many bytes wait. */
  long bytes() {
    return bytes.get();
  }
}
