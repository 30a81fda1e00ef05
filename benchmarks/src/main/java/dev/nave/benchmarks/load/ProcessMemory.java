package dev.nave.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory of processes. Sources: proc(5), {@code VmRSS} of {@code /proc/PID/status}, and the
 * total of {@code jcmd PID GC.class_histogram}, which collects garbage first.
 */
final class ProcessMemory {
  private static final int KIBIBYTE = 1_024;

  private final List<Long> pids;
  private final Optional<Path> jcmd;

  /**
   * Reads nothing yet.
   *
   * @param jcmd the program that asks a JVM for its heap; empty for what is no JVM
   */
  ProcessMemory(List<Long> pids, Optional<Path> jcmd) {
    this.pids = pids;
    this.jcmd = jcmd;
  }

  /**
   * What processes occupy together.
   *
   * @param rss the bytes of physical memory
   * @param heap the bytes of live objects; NaN if there is no JVM to ask
   */
  record Occupied(double rss, double heap) {
    /** What was not measured. */
    static final Occupied UNKNOWN = new Occupied(Double.NaN, Double.NaN);

    /** Returns what one of {@code connections} has added since {@code before}. */
    Occupied perConnection(Occupied before, int connections) {
      return new Occupied((rss - before.rss) / connections, (heap - before.heap) / connections);
    }
  }

  /** Reads physical memory first: a JVM that collects garbage may give some back. */
  Occupied read() throws IOException, InterruptedException {
    double rss = 0;
    double heap = 0;
    for (long pid : pids) {
      rss += rss(pid);
      heap += heap(pid);
    }
    return new Occupied(rss, heap);
  }

  private static double rss(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIBIBYTE)
        .findFirst()
        .orElse(Double.NaN);
  }

  private double heap(long pid) throws IOException, InterruptedException {
    if (jcmd.isEmpty()) {
      return Double.NaN;
    }
    Process asked =
        new ProcessBuilder(jcmd.get().toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return said.lines()
        .filter(line -> line.startsWith("Total"))
        .mapToDouble(line -> Double.parseDouble(line.strip().split("\\s+", -1)[2]))
        .findFirst()
        .orElse(Double.NaN);
  }
}
