package dev.nave.benchmarks.compare;

import io.netty.util.Version;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The facts that figures depend on. */
public final class Machine {
  private Machine() {}

  /**
   * Returns them in one line.
   *
   * @param java the program that runs our own servers
   */
  public static String describe(String java) throws IOException, InterruptedException {
    return String.format(
        "%d cores (%s), %s %s, %s, Netty %s",
        Runtime.getRuntime().availableProcessors(),
        processor(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        versionOf(java),
        Version.identify().values().stream()
            .map(Version::artifactVersion)
            .findFirst()
            .orElse("unknown"));
  }

  /** Returns the line in which a JVM tells its version. */
  static String versionOf(String java) throws IOException, InterruptedException {
    return said(java, "-version")
        .lines()
        .filter(line -> line.contains("Runtime Environment"))
        .findFirst()
        .orElse("unknown JVM");
  }

  /** Returns whether a program is in the {@code PATH}. */
  static boolean hasProgram(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> new File(folder, name).canExecute());
  }

  /** Runs a program to its end, and returns what it prints. */
  static String said(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** Returns how many files this process may open; its children may open as many. Linux only. */
  static long openFiles() throws IOException {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      return limits
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.substring("Max open files".length()).strip().split("\\s+", -1)[0])
          .mapToLong(limit -> limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit))
          .findFirst()
          .orElse(Long.MAX_VALUE);
    }
  }

  private static String processor() throws IOException {
    Path facts = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(facts)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(facts)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(System.getProperty("os.arch"));
    }
  }
}
