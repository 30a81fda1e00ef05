package dev.nave.backplane.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** Runs a piece of a test on several threads at once. */
public final class Parallel {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Parallel() {}

  /**
   * Runs a task on so many threads, which start together, and waits for all of them. Each is told
   * its number, from 0. Fails if one of them fails or is not done within a minute.
   */
  public static void run(int threads, IntConsumer task) {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(executor.submit(together(start, () -> task.accept(number))));
      }
      for (Future<?> each : running) {
        each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException e) {
      throw new AssertionError("one of " + threads + " threads failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("one of " + threads + " threads hangs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Callable<Void> together(CyclicBarrier start, Runnable task) {
    return new Callable<>() {
      @Override
      public Void call() throws InterruptedException, BrokenBarrierException {
        start.await();
        task.run();
        return null;
      }
    };
  }
}
