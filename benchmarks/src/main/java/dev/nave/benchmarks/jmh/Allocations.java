package dev.nave.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bytes that benchmarks allocate per operation, by their names. Other than times they are the same
 * on every machine, so those of one build are a baseline for the next. Immutable.
 *
 * @param java the feature version of the JVM, since its library and compilers allocate, too
 * @param bytes for each benchmark, by its name and parameters
 */
record Allocations(int java, SortedMap<String, Double> bytes) {
  private static final String HEAD = "# Bytes allocated per operation, Java ";

  /** What is no news, in bytes: JMH divides what it counted by the number of operations. */
  private static final double NO_NEWS_BYTES = 4;

  private static final String WITH_THREADS = "DispatchBenchmark.";

  Allocations {
    bytes = Collections.unmodifiableSortedMap(new TreeMap<>(bytes));
  }

  /** Reads what {@link #write} wrote. */
  static Allocations read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).startsWith(HEAD)) {
      throw new IllegalArgumentException(file + " is no baseline");
    }
    SortedMap<String, Double> bytes = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int end = line.lastIndexOf(' ');
      if (!line.startsWith("#") && end > 0) {
        bytes.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
      }
    }
    return new Allocations(Integer.parseInt(lines.get(0).substring(HEAD.length())), bytes);
  }

  /** Writes one line for each benchmark. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD + java);
    lines.add("# java -jar benchmarks/target/benchmarks.jar jmh-baseline compares, --write renews");
    for (Map.Entry<String, Double> each : bytes.entrySet()) {
      lines.add(String.format(Locale.ROOT, "%s %.0f", each.getKey(), each.getValue()));
    }
    Files.write(file, lines);
  }

  /**
   * Compares with the baseline.
   *
   * @param tolerancePercent how much more is no news; five times that where threads wait for each
   *     other, which on a busy machine they do more often
   */
  Comparison against(Allocations baseline, int tolerancePercent) {
    List<String> lines = new ArrayList<>();
    List<String> grown = new ArrayList<>();
    bytes.forEach(
        (name, now) -> {
          Double before = baseline.bytes.get(name);
          if (before == null) {
            lines.add(String.format(Locale.ROOT, "%-70s %21.0f  new", name, now));
            return;
          }
          double part = tolerancePercent / 100.0 * (name.startsWith(WITH_THREADS) ? 5 : 1);
          boolean more = now > before * (1 + part) + NO_NEWS_BYTES;
          boolean less = now < before * (1 - part) - NO_NEWS_BYTES;
          if (more) {
            grown.add(name);
          }
          String verdict = more ? "  MORE" : less ? "  less" : "";
          lines.add(
              String.format(Locale.ROOT, "%-70s %10.0f %10.0f%s", name, before, now, verdict));
        });
    return new Comparison(lines, grown);
  }

  /**
   * What a comparison showed.
   *
   * @param lines one for each benchmark, with the bytes before and now
   * @param grown those that allocate more than before
   */
  record Comparison(List<String> lines, List<String> grown) {}
}
