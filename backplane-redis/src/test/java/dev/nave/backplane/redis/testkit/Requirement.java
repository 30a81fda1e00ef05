package dev.nave.backplane.redis.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What tests need of the machine. Where it is missing they are skipped; with {@code -Dnave.ci=true}
 * that is a failure.
 */
public final class Requirement {
  private Requirement() {}

  /** Needs programs that the shell would find, and a user who may use them. */
  public static void programsForRoot(String... names) {
    List<String> missing = Arrays.stream(names).filter(name -> program(name).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw missing("not on the PATH: " + String.join(", ", missing));
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      throw missing("network namespaces need root; this is " + System.getProperty("user.name"));
    }
  }

  /** Returns the file of a program, if the shell of root would find it. */
  public static Optional<Path> program(String name) {
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Skips the test, and says why on the console, or fails it in CI: always throws, so that a caller
   * can throw what it returns.
   */
  public static AssertionError missing(String what) {
    if (Boolean.getBoolean("nave.ci")) {
      return fail(what + " (nave.ci is set, so this is no reason to skip)");
    }
    System.err.println("skipping tests: " + what); // Reports tell it, too, but who reads them?
    return abort(what);
  }
}
