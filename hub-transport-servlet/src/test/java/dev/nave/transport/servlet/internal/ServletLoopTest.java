package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ServletLoopTest {
  private static final int LOOPS = 100;
  private static final int CALLS = 100;

  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger run = new AtomicInteger();

  @Test
  void whatIsTakenWhileTheLoopEndsIsRun() throws Exception {
    for (int i = 0; i < LOOPS; i++) {
      ServletLoop loop = new ServletLoop("loop");
      CompletableFuture<Void> stopped = loop.stop();
      callUntilItEnds(loop);
      stopped.get(10, TimeUnit.SECONDS);

      Awaitility.await()
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .pollDelay(Duration.ZERO)
          .untilAsserted(() -> assertThat(run).hasValue(taken.get()));
    }
  }

  private void callUntilItEnds(ServletLoop loop) {
    try {
      for (int i = 0; i < CALLS; i++) {
        loop.execute(run::incrementAndGet);
        taken.incrementAndGet();
      }
    } catch (RejectedExecutionException e) {
      // It has ended.
    }
  }
}
