package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.ServerOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many connections are closed at once. */
class DrainTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicInteger closed = new AtomicInteger();

  private int firstOf(int connections, Duration spread, Duration interval) {
    ServerOptions options =
        ServerOptions.builder().closeBatchSize(1_000).closeBatchInterval(interval).build();
    Drain drain = new Drain(options);
    drain.spread(spread);
    var unusedFuture = drain.inBatches(Collections.nCopies(connections, closed::incrementAndGet));
    return closed.getAndSet(0);
  }

  @Test
  void withoutATimeBatchesAreAsLargeAsTheOptionSays() {
    assertThat(firstOf(999, Duration.ZERO, HOUR)).isEqualTo(999);
    assertThat(firstOf(1_000, Duration.ZERO, HOUR)).isEqualTo(1_000);
    assertThat(firstOf(1_001, Duration.ZERO, HOUR)).isEqualTo(1_000);
  }

  @Test
  void aTimeMakesBatchesSmaller() {
    assertThat(firstOf(1_000, HOUR.multipliedBy(4), HOUR)).as("in 5 batches").isEqualTo(200);
    assertThat(firstOf(1_001, HOUR.multipliedBy(4), HOUR)).isEqualTo(201);
    assertThat(firstOf(3, HOUR.multipliedBy(100), HOUR)).isEqualTo(1);
    assertThat(firstOf(1, HOUR, HOUR)).isEqualTo(1);
    assertThat(firstOf(0, HOUR, HOUR)).isEqualTo(0);
  }

  @Test
  void noTimeMakesBatchesLargerThanTheOptionSays() {
    assertThat(firstOf(100_000, HOUR, HOUR)).isEqualTo(1_000);
  }
}
