package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import java.util.concurrent.Executor;

/** The tasks of one connection on the hub executor, where methods may block. */
final class ExecutorCalls extends QueueTask {
  private final ConnectionThreads threads;

  ExecutorCalls(InvocationQueue queue, ConnectionThreads threads) {
    super(queue);
    this.threads = threads;
  }

  @Override
  void start(Executor way) {
    threads.execute(Work.METHOD, task, way);
  }

  @Override
  void start() {
    threads.execute(task);
  }

  @Override
  void startLater() {
    threads.executeBehindOthers(task);
  }

  @Override
  void after(Runnable rest) {
    threads.execute(rest);
  }
}
