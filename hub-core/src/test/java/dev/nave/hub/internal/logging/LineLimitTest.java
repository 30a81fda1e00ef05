package dev.nave.hub.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineLimitTest {
  private long now = 5;
  private final LineLimit limit = new LineLimit(2, Duration.ofSeconds(10), () -> now);

  @Test
  void writesSoManyLinesAnIntervalAndSaysHowManyItLeftOut() {
    assertThat(limit.next()).isEmpty();
    assertThat(limit.next()).isEmpty();
    assertThat(limit.next()).isNull();
    now += Duration.ofSeconds(10).toNanos() - 1;
    assertThat(limit.next()).isNull();

    now += 1;
    assertThat(limit.next()).isEqualTo(" (2 lines like this were left out before it)");
    assertThat(limit.next()).isEmpty();
    assertThat(limit.next()).isNull();
  }

  @Test
  void whatWasLeftOutIsToldOnceWhetherOrNotALineFollows() {
    for (int i = 0; i < 5; i++) {
      var unusedText = limit.next();
    }
    assertThat(limit.takeOmitted()).isZero();

    now += Duration.ofSeconds(10).toNanos();
    assertThat(limit.takeOmitted()).isEqualTo(3);
    assertThat(limit.next()).isEmpty();
    now += Duration.ofSeconds(10).toNanos();
    assertThat(limit.takeOmitted()).isZero();
  }

  @Test
  void anIntervalBeginsWithItsFirstLine() {
    now += Duration.ofSeconds(9).toNanos();
    for (int i = 0; i < 3; i++) {
      var unusedText = limit.next();
    }

    now += Duration.ofSeconds(9).toNanos();
    assertThat(limit.next()).isNull();
  }
}
