package dev.nave.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.benchmarks.load.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WholeTableTest {
  private static final Measurement ECHO = Measurement.parse("echo:8:50");
  private final WholeTable table = new WholeTable();

  @Test
  void tellsMediansRatiosWithTheirSpreadAndTheMemoryOfTheFreshServer() {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding(0, ECHO, ServerKind.NAVE, result(99, 2_048, 4_096)));
    for (int round = 1; round <= 3; round++) {
      findings.add(new Finding(round, ECHO, ServerKind.RAW, result(10, Double.NaN, Double.NaN)));
      findings.add(
          new Finding(round, ECHO, ServerKind.NAVE, result(10 + round, Double.NaN, Double.NaN)));
    }

    table.add(load("raw,nave", ""), findings, Map.of());

    assertThat(table.toMarkdown("head"))
        .startsWith("head\n")
        .contains(
            "| echo, 50 connections, W=8 | raw Netty | 10.00 | 1.00 (1.00-1.00) | 100 | 1.00 |")
        .contains(
            "| echo, 50 connections, W=8 | Nave | 12.00 | 1.20 (1.10-1.30) | 100 | 1.00 | 2.00 |"
                + " 2.0 | 4.0 |  |");
  }

  @Test
  void theSpreadOfManyRoundsIsThatOfTheirMiddleHalf() {
    List<Finding> findings = new ArrayList<>();
    for (int round = 1; round <= 7; round++) {
      findings.add(new Finding(round, ECHO, ServerKind.RAW, result(10, Double.NaN, Double.NaN)));
      findings.add(
          new Finding(round, ECHO, ServerKind.NAVE, result(10 * round, Double.NaN, Double.NaN)));
    }

    table.add(load("raw,nave", ""), findings, Map.of());

    assertThat(table.toMarkdown("head")).contains("| Nave | 40.00 | 4.00 (2.00-6.00) |");
  }

  @Test
  void ratiosAreToTheFirstServerThatDidNotFail() {
    List<Finding> findings =
        List.of(
            new Finding(1, ECHO, ServerKind.NAVE, result(5, Double.NaN, Double.NaN)),
            new Finding(1, ECHO, ServerKind.REFERENCE, result(20, Double.NaN, Double.NaN)));

    table.add(load("raw,nave,reference", ""), findings, Map.of(ServerKind.RAW, "it was lost"));

    assertThat(table.toMarkdown("head"))
        .contains("| Nave | 5.00 | 1.00 (1.00-1.00) |")
        .contains("| ASP.NET Core | 20.00 | 4.00 (4.00-4.00) |")
        .contains("- echo, 50 connections, W=8, raw Netty: broke off (it was lost)");
  }

  @Test
  void saysWhatWasLeftOutAndWhatWasDifferent() {
    table.add(load("nave", "fewer connections"), List.of(), Map.of());
    table.leaveOut(load("nave", ""), "since time was over");

    assertThat(table.toMarkdown("head"))
        .contains("- fewer connections")
        .contains("- echo, 50 connections, W=8, Nave: broke off (no result)")
        .contains("- echo, 50 connections, W=8: not measured, since time was over");
  }

  private static TableLoad load(String servers, String note) {
    return new TableLoad(ECHO, ComparisonPlan.servers(servers), note);
  }

  private static LoadResult result(int cpuMillis, double heap, double rss) {
    return new LoadResult(
        1_000,
        150_000,
        Duration.ofSeconds(10),
        Duration.ofMillis(cpuMillis),
        null,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        1_000,
        1_000,
        1_000,
        heap,
        rss);
  }
}
