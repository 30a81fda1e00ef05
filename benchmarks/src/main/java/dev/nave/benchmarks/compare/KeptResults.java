package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the results of the loads of a table that are finished, a file for each, so that a
 * later run need not measure them again. Its file {@value #CONDITIONS} tells under which conditions
 * they were measured: results of others do not go together.
 */
final class KeptResults {
  private static final String CONDITIONS = "conditions.txt";
  private static final String UNKNOWN = "-";
  private static final int FIELDS = 15;

  private final Path folder;

  private KeptResults(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the folder, which is made if it is not there.
   *
   * @param conditions what must be the same for all results: lines
   * @throws IllegalArgumentException if the folder has results of other conditions
   */
  static KeptResults open(Path folder, String conditions) throws IOException {
    Path file = folder.resolve(CONDITIONS);
    if (Files.exists(file)) {
      String kept = Files.readString(file);
      if (!kept.equals(conditions)) {
        throw new IllegalArgumentException(
            String.format(
                "%s has results of other conditions. Delete it, or name another with --resume."
                    + "%nThere:%n%s%nNow:%n%s",
                folder, kept, conditions));
      }
    }
    Files.createDirectories(folder);
    Files.writeString(file, conditions);
    return new KeptResults(folder);
  }

  /** Returns the findings of a load, if it was finished with the same servers. */
  Optional<List<Finding>> read(TableLoad load) throws IOException {
    Path file = folder.resolve(load.fileName());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).equals(load.serverNames())) {
      return Optional.empty();
    }
    return Optional.of(
        lines.stream().skip(1).map(line -> finding(load.measurement(), line)).toList());
  }

  /** Keeps the findings of a load that is finished. */
  void write(TableLoad load, List<Finding> findings) throws IOException {
    List<String> lines = new ArrayList<>(List.of(load.serverNames()));
    findings.forEach(finding -> lines.add(line(finding)));
    Path half = folder.resolve(load.fileName() + ".half");
    Files.write(half, lines);
    Files.move(half, folder.resolve(load.fileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String line(Finding finding) {
    LoadResult result = finding.result();
    return String.join(
        "\t",
        finding.server().name(),
        Integer.toString(finding.round()),
        Long.toString(result.deliveries()),
        Long.toString(result.bytes()),
        nanos(result.elapsed()),
        nanos(result.serverCpu()),
        nanos(result.redisCpu()),
        nanos(result.median()),
        nanos(result.percentile99()),
        Long.toString(result.sent()),
        Long.toString(result.received()),
        Long.toString(result.expected()),
        Double.toString(result.heapPerConnection()),
        Double.toString(result.rssPerConnection()),
        "end");
  }

  private static String nanos(@Nullable Duration time) {
    return time == null ? UNKNOWN : Long.toString(time.toNanos());
  }

  private static Finding finding(Measurement measurement, String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("kept results are damaged: " + line);
    }
    LoadResult result =
        new LoadResult(
            Long.parseLong(fields[2]),
            Long.parseLong(fields[3]),
            known(fields[4]),
            duration(fields[5]),
            duration(fields[6]),
            known(fields[7]),
            known(fields[8]),
            Long.parseLong(fields[9]),
            Long.parseLong(fields[10]),
            Long.parseLong(fields[11]),
            Double.parseDouble(fields[12]),
            Double.parseDouble(fields[13]));
    return new Finding(
        Integer.parseInt(fields[1]), measurement, ServerKind.valueOf(fields[0]), result);
  }

  private static @Nullable Duration duration(String nanos) {
    return nanos.equals(UNKNOWN) ? null : known(nanos);
  }

  private static Duration known(String nanos) {
    return Duration.ofNanos(Long.parseLong(nanos));
  }

  /** Keeps the table beside the results. */
  void writeTable(String markdown) throws IOException {
    Files.writeString(folder.resolve("table.md"), markdown);
  }
}
