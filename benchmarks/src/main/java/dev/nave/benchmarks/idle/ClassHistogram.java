package dev.nave.benchmarks.idle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects in the heap of a JVM, counted by class. Immutable. */
final class ClassHistogram {
  /** Number, instances, bytes, and the class's name, behind which its module may stand. */
  private static final Pattern ROW = Pattern.compile(" *\\d+: +(\\d+) +(\\d+) +(\\S+).*");

  private final Map<String, Count> counts;

  /** The instances of one class. Negative where there were more of them before. */
  record Count(String className, long instances, long bytes) {
    Count minus(Count before) {
      return new Count(className, instances - before.instances, bytes - before.bytes);
    }
  }

  private ClassHistogram(Map<String, Count> counts) {
    this.counts = counts;
  }

  /**
   * Counts what is reachable in another JVM: a full garbage collection goes before.
   *
   * @param jcmd the program that asks it, which comes with a JDK
   */
  static ClassHistogram of(long pid, String jcmd) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(jcmd + " has no histogram of process " + pid + ": " + said);
    }
    return parse(said);
  }

  /**
   * Reads what jcmd prints.
   *
   * @throws IllegalArgumentException if no class is in it
   */
  static ClassHistogram parse(String printed) {
    Map<String, Count> counts = new HashMap<>();
    for (String line : printed.lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Count count =
            new Count(row.group(3), Long.parseLong(row.group(1)), Long.parseLong(row.group(2)));
        counts.merge(
            count.className(),
            count, // Two class loaders may each have a class of that name.
            (a, b) ->
                new Count(a.className(), a.instances() + b.instances(), a.bytes() + b.bytes()));
      }
    }
    if (counts.isEmpty()) {
      throw new IllegalArgumentException("no class histogram: " + printed);
    }
    return new ClassHistogram(counts);
  }

  /** Returns what has come since {@code before}. */
  ClassHistogram minus(ClassHistogram before) {
    Map<String, Count> difference = new HashMap<>();
    counts.forEach(
        (name, count) ->
            difference.put(
                name, count.minus(before.counts.getOrDefault(name, new Count(name, 0, 0)))));
    before.counts.forEach(
        (name, count) -> difference.putIfAbsent(name, new Count(name, 0, 0).minus(count)));
    return new ClassHistogram(difference);
  }

  /** Returns the bytes of all classes. */
  long bytes() {
    return counts.values().stream().mapToLong(Count::bytes).sum();
  }

  /** Returns the classes with the most bytes, the largest first. */
  List<Count> largest(int most) {
    return counts.values().stream()
        .sorted(Comparator.comparingLong(Count::bytes).reversed().thenComparing(Count::className))
        .limit(most)
        .toList();
  }
}
