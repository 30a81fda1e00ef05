package dev.nave.hub.internal.executor;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts the threads of another executor that run something; virtual ones count themselves not. */
final class CountedThreads extends AbstractExecutorService {
  private final ExecutorService threads;
  private final LongAdder busy = new LongAdder();

  CountedThreads(ExecutorService threads) {
    this.threads = threads;
  }

  int busy() {
    return busy.intValue();
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(
        () -> {
          busy.increment();
          try {
            task.run();
          } finally {
            busy.decrement();
          }
        });
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
