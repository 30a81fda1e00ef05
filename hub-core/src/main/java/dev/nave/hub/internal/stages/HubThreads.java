package dev.nave.hub.internal.stages;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Where code of the application may run. */
public final class HubThreads {
  /** What the names of the hub executor's threads begin with. */
  public static final String NAME = "nave-hub-";

  private HubThreads() {}

  /**
   * Runs a task on an executor; here once that has ended with its server: what it ends would never
   * end otherwise.
   */
  public static void run(Executor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }
}
