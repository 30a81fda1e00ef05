package dev.nave.hub.internal.stages;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Where code of the application may run. */
public final class HubThreads {
  /** What the names of the hub executor's threads begin with. */
  public static final String NAME = "nave-hub-";

  private HubThreads() {}

  /**
   * Runs a task at once if this is a thread of a hub executor, else on the given one. Once that has
   * ended with its server, the task runs here: what it ends would never end otherwise.
   */
  public static void run(Executor hubExecutor, Runnable task) {
    if (Thread.currentThread().getName().startsWith(NAME)) {
      task.run();
      return;
    }
    runOn(hubExecutor, task);
  }

  /** Runs a task on an executor; here once that has ended with its server. */
  static void runOn(Executor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }
}
