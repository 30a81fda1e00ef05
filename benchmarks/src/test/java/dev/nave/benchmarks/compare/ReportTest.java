package dev.nave.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.benchmarks.load.LoadResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final List<Measurement> MEASUREMENTS =
      ComparisonPlan.measurements("broadcast:16,echo:1:50");

  @Test
  void tellsTheMedianOfTheRatiosWithinARound() {
    Report report = report("raw,nave", MEASUREMENTS);
    for (int cpuSeconds : new int[] {2, 1, 4}) {
      for (Measurement measurement : MEASUREMENTS) {
        report.add(new Finding(1, measurement, ServerKind.RAW, result(cpuSeconds)));
        report.add(new Finding(1, measurement, ServerKind.NAVE, result(cpuSeconds * 2 - 1)));
      }
    }

    assertThat(report.toMarkdown())
        .contains(
            "| broadcast, 1000 connections, W=16 | raw Netty | 2.00 | 1.00 (1.00-1.00) | 100,000 |")
        .contains(
            "| broadcast, 1000 connections, W=16 | Nave | 3.00 | 1.50 (1.00-1.75) | 100,000 |")
        .contains("| echo, 50 connections, W=1 | Nave | 3.00 | 1.50 (1.00-1.75) | 100,000 |");
  }

  @Test
  void tellsWhatAPairCostsComparedToOneOfItsKindAndWhatRedisCosts() {
    Measurement measurement = MEASUREMENTS.get(0);
    Report report = report("nave,reference,reference-pair", List.of(measurement));
    report.add(new Finding(1, measurement, ServerKind.NAVE, result(1)));
    report.add(new Finding(1, measurement, ServerKind.REFERENCE, result(4)));
    report.add(new Finding(1, measurement, ServerKind.REFERENCE_PAIR, result(6)));

    assertThat(report.toMarkdown())
        .contains("| ASP.NET Core | 4.00 | 4.00 (4.00-4.00) | 100,000 | 1.00 | 2.00 | 150 | | |")
        .contains(
            "| two of ASP.NET Core over Redis | 6.00 | 6.00 (6.00-6.00) | 100,000 | 1.00 | 2.00 |"
                + " 150 | 1.50 (1.50-1.50) | 0.500 |");
  }

  private static Report report(String servers, List<Measurement> measurements) {
    return new Report(
        new ComparisonPlan(
            ComparisonPlan.servers(servers),
            measurements,
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            false,
            ServerPrograms.ours("java", Optional.empty(), Optional.empty())));
  }

  private static LoadResult result(int cpuSeconds) {
    return new LoadResult(
        1_000_000,
        150_000_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(cpuSeconds),
        Duration.ofMillis(500),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        1_000,
        1_000_000,
        1_000_000,
        Double.NaN,
        Double.NaN);
  }
}
