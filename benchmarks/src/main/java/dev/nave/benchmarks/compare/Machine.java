package dev.nave.benchmarks.compare;

import io.netty.util.Version;
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

  private static String versionOf(String java) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines()
        .filter(line -> line.contains("Runtime Environment"))
        .findFirst()
        .orElse("unknown JVM");
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
