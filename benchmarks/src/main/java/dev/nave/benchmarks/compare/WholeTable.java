package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of all loads, in Markdown that can go into docs/performance.md as it is. */
final class WholeTable {
  private static final int KIBIBYTE = 1_024;

  private final List<String> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Adds the rows of one load: one for each server, and notes on those that failed. */
  void add(TableLoad load, List<Finding> findings, Map<ServerKind, String> failures) {
    if (!load.note().isEmpty()) {
      notes.add(load.note());
    }
    List<LoadResult> base = List.of();
    for (ServerKind server : load.servers()) {
      List<LoadResult> own = results(findings, server, true);
      if (own.isEmpty()) {
        notes.add(
            String.format(
                "%s, %s: broke off (%s)",
                load.measurement(), server.title(), failures.getOrDefault(server, "no result")));
        continue;
      }
      base = base.isEmpty() ? own : base;
      rows.add(row(load, server, own, base, results(findings, server, false)));
    }
  }

  /** Says that a load was not measured, and why. */
  void leaveOut(TableLoad load, String why) {
    notes.add(load.measurement() + ": not measured, " + why);
  }

  private static List<LoadResult> results(
      List<Finding> findings, ServerKind server, boolean counted) {
    return findings.stream()
        .filter(finding -> finding.server() == server && finding.counts() == counted)
        .map(Finding::result)
        .toList();
  }

  private static String row(
      TableLoad load,
      ServerKind server,
      List<LoadResult> own,
      List<LoadResult> base,
      List<LoadResult> fresh) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %,.0f | %.2f | %.2f | %s | %s | %s |",
        load.measurement(),
        server.title(),
        Figures.median(own, LoadResult::cpuMicrosPerDelivery),
        Figures.ratio(own, base),
        Figures.median(own, LoadResult::deliveriesPerSecond),
        Figures.median(own, result -> result.median().toNanos() / 1e6),
        Figures.median(own, result -> result.percentile99().toNanos() / 1e6),
        kibibytes(fresh.stream().mapToDouble(LoadResult::heapPerConnection).sum(), fresh),
        kibibytes(fresh.stream().mapToDouble(LoadResult::rssPerConnection).sum(), fresh),
        micros(Figures.median(own, LoadResult::redisMicrosPerDelivery)));
  }

  private static String kibibytes(double bytes, List<LoadResult> fresh) {
    return fresh.isEmpty() || Double.isNaN(bytes)
        ? ""
        : String.format(Locale.ROOT, "%.1f", bytes / KIBIBYTE);
  }

  private static String micros(double redis) {
    return Double.isNaN(redis) ? "" : String.format(Locale.ROOT, "%.3f", redis);
  }

  /**
   * Returns all rows, and the notes below them.
   *
   * @param head what stands above the table
   */
  String toMarkdown(String head) {
    StringBuilder text = new StringBuilder(head).append("\n\n");
    text.append("| load | server | CPU us per message | ratio | messages/s | p50 ms | p99 ms |");
    text.append(" heap KiB per connection | RSS KiB per connection | Redis CPU us |\n");
    text.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    rows.forEach(row -> text.append(row).append('\n'));
    if (!notes.isEmpty()) {
      text.append('\n');
      notes.forEach(note -> text.append("- ").append(note).append('\n'));
    }
    return text.toString();
  }
}
