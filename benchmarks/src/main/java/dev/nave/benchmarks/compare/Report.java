package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of all rounds, and the table of their medians. */
final class Report {
  private final ComparisonPlan plan;
  private final Map<Cell, List<LoadResult>> results = new HashMap<>();

  private record Cell(Measurement measurement, ServerKind server) {}

  Report(ComparisonPlan plan) {
    this.plan = plan;
  }

  void add(Finding finding) {
    Cell cell = new Cell(finding.measurement(), finding.server());
    results.computeIfAbsent(cell, fresh -> new ArrayList<>()).add(finding.result());
  }

  /** Returns one row per load and server. Ratios are made within a round, then their median. */
  String toMarkdown() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "Medians of %d rounds (%d s each, after %d s); JSON; texts of 64"
                + " bytes, but for broadcasts of 1k; bytes are those of frames per delivery."
                + " Ratio: CPU per delivery to %s in the same round (quartiles).%n%n",
            plan.rounds(),
            plan.measured().toSeconds(),
            plan.warmup().toSeconds(),
            plan.servers().get(0).title()));
    table.append(
        "| load | server | CPU us per delivery | ratio | deliveries/s | p50 ms | p99 ms | bytes |");
    table.append(plan.needsRedis() ? " ratio to one alone | Redis CPU us |\n" : "\n");
    table.append("| --- | --- | --- | --- | --- | --- | --- | --- |");
    table.append(plan.needsRedis() ? " --- | --- |\n" : "\n");
    for (Measurement measurement : plan.measurements()) {
      for (ServerKind server : plan.servers()) {
        table.append(row(measurement, server));
        table.append(plan.needsRedis() ? costOfTheLink(measurement, server) : "").append('\n');
      }
    }
    return table.toString();
  }

  private String row(Measurement measurement, ServerKind server) {
    List<LoadResult> own = of(measurement, server);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %,.0f | %.2f | %.2f | %,.0f |",
        measurement,
        server.title(),
        Figures.median(own, LoadResult::cpuMicrosPerDelivery),
        Figures.ratio(own, of(measurement, plan.servers().get(0))),
        Figures.median(own, LoadResult::deliveriesPerSecond),
        Figures.median(own, result -> result.median().toNanos() / 1e6),
        Figures.median(own, result -> result.percentile99().toNanos() / 1e6),
        Figures.median(own, LoadResult::bytesPerDelivery));
  }

  /** Two more cells: what a pair costs compared to one of its kind, and what Redis costs. */
  private String costOfTheLink(Measurement measurement, ServerKind server) {
    List<LoadResult> own = of(measurement, server);
    List<LoadResult> alone = of(measurement, server.alone());
    if (!server.needsRedis()) {
      return " | |";
    }
    double redis = Figures.median(own, LoadResult::redisMicrosPerDelivery);
    return String.format(
        Locale.ROOT,
        " %s | %s |",
        !server.isPair() ? "" : alone.isEmpty() ? "not measured" : Figures.ratio(own, alone),
        Double.isNaN(redis) ? "not known" : String.format(Locale.ROOT, "%.3f", redis));
  }

  private List<LoadResult> of(Measurement measurement, ServerKind server) {
    return results.getOrDefault(new Cell(measurement, server), List.of());
  }
}
