package dev.nave.backplane.redis.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoordinatorTest {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Coordinator coordinator = new Coordinator();

  @AfterEach
  void close() {
    coordinator.close();
  }

  @Test
  void timesMayBeAsLongAsADurationCanBe() {
    assertThat(coordinator.every(FOR_EVER, () -> {})).isNotNull();
    assertThat(coordinator.after(FOR_EVER, () -> {})).isNotNull();
  }

  @Test
  void whatRepeatsGoesOnAfterAnException() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(1);

    var unusedTimer =
        coordinator.every(
            Duration.ofMillis(1),
            () -> {
              if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
              }
              second.countDown();
            });

    second.await();
  }
}
