package dev.nave.samples.chat;

import dev.nave.backplane.redis.testkit.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that a test needs and that a machine may lack. */
final class Program {
  private Program() {}

  /**
   * Returns the path of the first of these programs that is there. If none is, the test is skipped,
   * or fails where {@code -Dnave.ci=true}.
   *
   * @param property a system property that may hold the path instead
   */
  static Path find(String property, String... names) {
    String given = System.getProperty(property);
    if (given != null) {
      return Path.of(given);
    }
    return Stream.of(names)
        .map(Requirement::program)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> missing(property, names));
  }

  private static AssertionError missing(String property, String... names) {
    return Requirement.missing(
        "none of the programs %s is on the PATH; install one or set -D%s=path"
            .formatted(List.of(names), property));
  }
}
