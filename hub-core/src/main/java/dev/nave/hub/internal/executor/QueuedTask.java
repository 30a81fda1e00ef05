package dev.nave.hub.internal.executor;

/**
 * A task with its place in the queue of a pool.
 *
 * @param place the lower it is, the earlier the task runs
 */
record QueuedTask(Runnable task, long place) implements Runnable, Comparable<QueuedTask> {
  @Override
  public void run() {
    task.run();
  }

  @Override
  public int compareTo(QueuedTask other) {
    return Long.compare(place, other.place);
  }
}
