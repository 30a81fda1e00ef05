package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import java.util.concurrent.Executor;

/** The tasks of one connection on the hub executor, where methods may block. */
final class ExecutorCalls extends QueueTask {
  private final ConnectionThreads threads;
  private final Executor later;

  ExecutorCalls(InvocationQueue queue, ConnectionThreads threads) {
    super(queue);
    this.threads = threads;
    this.later = threads.of(Work.METHOD);
  }

  @Override
  void start(Executor way) {
    threads.execute(Work.METHOD, task, way);
  }

  @Override
  void start() {
    later.execute(task);
  }

  @Override
  void startLater() {
    later.execute(task);
  }

  @Override
  void after(Runnable rest) {
    later.execute(rest);
  }
}
