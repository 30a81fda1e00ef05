package dev.nave.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.benchmarks.load.LoadResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final List<Measurement> MEASUREMENTS =
      ComparisonPlan.measurements("broadcast:16,echo:1:50");

  private final Report report =
      new Report(
          new ComparisonPlan(
              ComparisonPlan.servers("raw,nave"),
              MEASUREMENTS,
              3,
              Duration.ofSeconds(5),
              Duration.ofSeconds(10),
              false,
              "java",
              "auto",
              Path.of("reference")));

  @Test
  void tellsTheMedianOfTheRatiosWithinARound() {
    for (int cpuSeconds : new int[] {2, 1, 4}) {
      for (Measurement measurement : MEASUREMENTS) {
        report.add(new Finding(measurement, ServerKind.RAW, result(cpuSeconds)));
        report.add(new Finding(measurement, ServerKind.NAVE, result(cpuSeconds * 2 - 1)));
      }
    }

    assertThat(report.toMarkdown())
        .contains(
            "| broadcast, 1000 connections, W=16 | raw Netty | 2.00 | 1.00 (1.00-1.00) | 100,000 |")
        .contains(
            "| broadcast, 1000 connections, W=16 | Nave | 3.00 | 1.50 (1.00-1.75) | 100,000 |")
        .contains("| echo, 50 connections, W=1 | Nave | 3.00 | 1.50 (1.00-1.75) | 100,000 |");
  }

  private static LoadResult result(int cpuSeconds) {
    return new LoadResult(
        1_000_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(cpuSeconds),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        1_000,
        1_000_000,
        1_000_000);
  }
}
