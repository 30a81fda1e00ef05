package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.dispatch.RunningInvocations.Place;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Runs the invocations of one connection that have streams: on the hub executor, beside all others,
 * and each for as long as its stream.
 */
final class StreamingInvocations {
  private StreamingInvocations() {}

  /**
   * Any thread, without the lock of the queue.
   *
   * @param taken have left the queue
   * @param way brings them to the hub executor
   */
  static void start(
      List<Place> taken, InvocationQueue queue, ConnectionThreads threads, Executor way) {
    for (Place place : taken) {
      threads.execute(Work.STREAM, () -> run(place, queue), way);
    }
  }

  private static void run(Place place, InvocationQueue queue) {
    CompletableFuture<?> goesOn = queue.run(place);
    queue.opened(place);
    if (goesOn == null) {
      end(place, queue);
    } else {
      var unusedFuture = goesOn.whenComplete((result, failure) -> end(place, queue));
    }
  }

  private static void end(Place place, InvocationQueue queue) {
    boolean unusedFree = queue.end(place); // It had no place that another could have.
  }
}
