package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerTimerTest {
  private final ServerTimer timer = new ServerTimer();

  @AfterEach
  void end() {
    timer.stop();
  }

  @Test
  void aTaskThatThrowsRunsAgain() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);

    timer.every(
        Duration.ofMillis(1),
        "count",
        () -> {
          runs.countDown();
          if (runs.getCount() == 2) {
            throw new IllegalStateException("the first time");
          }
          throw new StackOverflowError("and later");
        });

    assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
