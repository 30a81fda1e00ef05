package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallRateTest {
  private static final int PER_SECOND = 10;
  private static final int MOST = 3;

  private long now = Long.MAX_VALUE - 5; // The clock may pass the end of its numbers.
  private final CallRate rate = new CallRate(PER_SECOND, MOST, now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void takeAll() {
    for (int i = 0; i < MOST; i++) {
      assertThat(rate.take(now)).isTrue();
    }
    assertThat(rate.take(now)).isFalse();
  }

  @Test
  void asManyAsTheBurstMayComeAtOnce() {
    takeAll();
  }

  @Test
  void oneMoreMayComeAfterItsPartOfASecond() {
    takeAll();

    pass(Duration.ofMillis(100).minusNanos(1));
    assertThat(rate.take(now)).isFalse();
    pass(Duration.ofNanos(1));
    assertThat(rate.take(now)).isTrue();
    assertThat(rate.take(now)).isFalse();
  }

  @Test
  void noMoreThanTheBurstMayComeAfterALongTime() {
    takeAll();

    pass(Duration.ofHours(1));

    takeAll();
  }

  @Test
  void countOfRefusalsBeginsAnewWhenTheBucketWasFull() {
    takeAll();
    assertThat(rate.refused()).isEqualTo(1);
    pass(Duration.ofMillis(100));
    assertThat(rate.take(now)).isTrue();
    assertThat(rate.refused()).isEqualTo(1);

    pass(Duration.ofMillis(300));
    assertThat(rate.take(now)).isTrue();

    assertThat(rate.refused()).isZero();
  }
}
