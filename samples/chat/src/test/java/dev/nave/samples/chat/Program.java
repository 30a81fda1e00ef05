package dev.nave.samples.chat;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

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
        .flatMap(name -> folders().stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> missing(property, names));
  }

  private static List<Path> folders() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
        .map(Path::of)
        .toList();
  }

  private static Path missing(String property, String... names) {
    String message =
        "none of the programs "
            + List.of(names)
            + " is on the PATH; install one or set -D"
            + property
            + "=path";
    if (Boolean.getBoolean("nave.ci")) {
      return fail(message);
    }
    return Assumptions.abort(message);
  }
}
