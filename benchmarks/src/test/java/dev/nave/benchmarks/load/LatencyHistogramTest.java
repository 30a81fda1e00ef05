package dev.nave.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  @Test
  void findsPercentilesWithinThreePercent() {
    for (int micros = 1; micros <= 100_000; micros++) {
      histogram.record(micros * 1_000L);
    }

    assertThat(histogram.percentile(0.5).toNanos()).isCloseTo(50_000_000, withinPercentage(3.2));
    assertThat(histogram.percentile(0.99).toNanos()).isCloseTo(99_000_000, withinPercentage(3.2));
  }

  @Test
  void keepsSmallValuesExactly() {
    histogram.record(7);
    histogram.record(31);

    assertThat(histogram.percentile(0.5)).isEqualTo(Duration.ofNanos(7));
    assertThat(histogram.percentile(1)).isEqualTo(Duration.ofNanos(31));
  }

  @Test
  void takesTheLongestTimesThereAre() {
    histogram.record(Long.MAX_VALUE);

    assertThat(histogram.percentile(0.5)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Test
  void addsUp() {
    LatencyHistogram other = new LatencyHistogram();
    histogram.record(3);
    other.record(5);
    histogram.add(other);

    assertThat(histogram.percentile(0.5)).isEqualTo(Duration.ofNanos(3));
    assertThat(histogram.percentile(1)).isEqualTo(Duration.ofNanos(5));
  }

  @Test
  void isZeroWhenNothingWasRecorded() {
    assertThat(histogram.percentile(0.99)).isEqualTo(Duration.ZERO);
  }
}
