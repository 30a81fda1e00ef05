package dev.nave.hub.internal.executor;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrowingPoolTest {
  private static final int MAX_THREADS = Runtime.getRuntime().availableProcessors() + 6;

  private final GrowingPool pool = new GrowingPool(MAX_THREADS, "test-", "max");
  private final CountDownLatch blockade = new CountDownLatch(1);
  private final AtomicInteger blocked = new AtomicInteger();

  @AfterEach
  void end() throws InterruptedException {
    blockade.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(10, SECONDS)).isTrue();
  }

  private void block() {
    blocked.incrementAndGet();
    awaitQuietly(blockade);
  }

  private void blockThreads(int count) {
    for (int i = 0; i < count; i++) {
      pool.execute(this::block);
    }
  }

  @Test
  void runsWhatComesWhileOthersAreBlocked() throws InterruptedException {
    blockThreads(MAX_THREADS - 1);
    CountDownLatch ran = new CountDownLatch(1);

    pool.execute(ran::countDown);

    assertThat(ran.await(10, SECONDS)).isTrue();
  }

  @Test
  void growsByNoMoreThanItsSizeAtATime() {
    GrowingPool large = new GrowingPool(1_000, "test-", "max");
    try {
      for (int i = 0; i < 1_000; i++) {
        large.getQueue().add(new QueuedTask(this::block, i)); // Nothing looks at it yet.
      }

      large.look();

      assertThat(large.getPoolSize()).isLessThan(500);
      await().until(() -> blocked.get() == 1_000);
    } finally {
      blockade.countDown();
      large.shutdown();
    }
  }

  @Test
  void growsToItsMaximumAndNotBeyond() throws InterruptedException {
    blockThreads(MAX_THREADS + 5);
    await().until(() -> blocked.get() == MAX_THREADS);
    CountDownLatch ran = new CountDownLatch(1);
    pool.execute(ran::countDown);

    assertThat(pool.getPoolSize()).isEqualTo(MAX_THREADS);
    assertThat(ran.getCount()).isEqualTo(1);
    blockade.countDown();
    assertThat(ran.await(10, SECONDS)).isTrue();
    assertThat(pool.getLargestPoolSize()).isEqualTo(MAX_THREADS);
  }

  @Test
  void whatGoesOnLetsOthersGoFirst() throws InterruptedException {
    List<String> order = new CopyOnWriteArrayList<>();
    GrowingPool one = new GrowingPool(1, "test-", "max");
    one.execute(this::block);

    one.executeBehind(() -> order.add("goes on"));
    one.execute(() -> order.add("begins"));
    blockade.countDown();
    one.shutdown();

    assertThat(one.awaitTermination(10, SECONDS)).isTrue();
    assertThat(order).containsExactly("begins", "goes on");
  }

  @Test
  void whatGoesOnWaitsForNoMoreThanAThousandOthers() throws InterruptedException {
    List<Integer> order = new CopyOnWriteArrayList<>();
    GrowingPool one = new GrowingPool(1, "test-", "max");
    one.execute(this::block);

    one.executeBehind(() -> order.add(-1));
    for (int i = 0; i < 1_010; i++) {
      int number = i;
      one.execute(() -> order.add(number));
    }
    blockade.countDown();
    one.shutdown();

    assertThat(one.awaitTermination(10, SECONDS)).isTrue();
    assertThat(order.indexOf(-1)).isBetween(990, 1_001);
  }

  @Test
  void thoseThatGoOnHaveTheirTurnsInOrder() throws InterruptedException {
    List<Integer> order = new CopyOnWriteArrayList<>();
    GrowingPool one = new GrowingPool(1, "test-", "max");
    one.execute(this::block);
    for (int i = 0; i < 3; i++) {
      goesOn(one, i, order);
    }

    blockade.countDown();

    await().until(() -> order.size() >= 9);
    one.shutdown();
    assertThat(one.awaitTermination(10, SECONDS)).isTrue();
    assertThat(order.subList(0, 9)).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
  }

  private static void goesOn(GrowingPool pool, int number, List<Integer> order) {
    pool.executeBehind(
        () -> {
          order.add(number);
          if (order.size() < 9) {
            goesOn(pool, number, order);
          }
        });
  }

  @Test
  void shrinksWhenThereIsNothingToDo() {
    pool.setKeepAliveTime(1, MILLISECONDS);
    blockThreads(MAX_THREADS);
    await().until(() -> blocked.get() == MAX_THREADS);

    blockade.countDown();

    await().until(() -> pool.getPoolSize() == 0);
    await().until(() -> pool.getCorePoolSize() < MAX_THREADS);
  }

  @Test
  void givesUpTheThreadsThatItDoesNotNeedEvenIfThereIsAlwaysWork() {
    blockThreads(MAX_THREADS);
    await().until(() -> blocked.get() == MAX_THREADS);
    AtomicBoolean enough = new AtomicBoolean();
    Runnable again =
        new Runnable() {
          @Override
          public void run() {
            if (!enough.get()) {
              pool.execute(this);
            }
          }
        };

    blockade.countDown();
    pool.execute(again);

    await().until(() -> pool.getPoolSize() < MAX_THREADS);
    enough.set(true);
  }

  @Test
  void growsAgainAfterItHasShrunk() {
    blockThreads(MAX_THREADS);
    await().until(() -> blocked.get() == MAX_THREADS);
    blockade.countDown();
    await().until(() -> pool.getPoolSize() < MAX_THREADS);
    CountDownLatch again = new CountDownLatch(MAX_THREADS);

    for (int i = 0; i < MAX_THREADS; i++) {
      pool.execute(
          () -> {
            again.countDown();
            awaitQuietly(again);
          });
    }

    await().until(() -> again.getCount() == 0);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void startsAThreadForATaskWhoseThreadEndedAsItWasQueued() throws InterruptedException {
    pool.setKeepAliveTime(1, MILLISECONDS);
    blockThreads(1);
    await().until(() -> blocked.get() == 1 && pool.getPoolSize() == 1);
    CountDownLatch ran = new CountDownLatch(1);

    pool.getQueue().add(new QueuedTask(ran::countDown, 0));
    pool.look();
    pool.look();

    assertThat(ran.await(10, SECONDS)).isTrue();
  }

  @Test
  void goesOnAfterATaskThatThrows() throws InterruptedException {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    CountDownLatch thrown = new CountDownLatch(1);
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> thrown.countDown());
    try {
      CountDownLatch ran = new CountDownLatch(1);
      pool.execute(
          () -> {
            throw new IllegalStateException("a test says so");
          });
      pool.execute(ran::countDown);

      assertThat(thrown.await(10, SECONDS)).isTrue();
      assertThat(ran.await(10, SECONDS)).isTrue();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void looksAgainAfterALookThatFailed() throws InterruptedException {
    ThreadFactory working = pool.getThreadFactory();
    AtomicInteger refused = new AtomicInteger();
    blockThreads(pool.getCorePoolSize());
    await().until(() -> blocked.get() == pool.getCorePoolSize());
    pool.setThreadFactory(
        work -> {
          if (refused.incrementAndGet() > 3) {
            pool.setThreadFactory(working);
          }
          throw new IllegalStateException("no thread, says the test");
        });
    CountDownLatch ran = new CountDownLatch(1);

    pool.execute(ran::countDown);

    assertThat(ran.await(20, SECONDS)).isTrue();
    assertThat(refused.get()).isGreaterThan(3);
  }

  @Test
  void keepsATaskForWhichNoThreadCouldBeStarted() throws InterruptedException {
    ThreadFactory working = pool.getThreadFactory();
    pool.setThreadFactory(
        work -> {
          pool.setThreadFactory(working);
          throw new OutOfMemoryError("no thread, says the test");
        });
    CountDownLatch ran = new CountDownLatch(1);

    pool.execute(ran::countDown);

    assertThat(ran.await(20, SECONDS)).isTrue();
  }
}
