package dev.nave.conformance;

import static dev.nave.backplane.redis.testkit.Requirement.missing;
import static dev.nave.backplane.redis.testkit.Requirement.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What tests need of the machine. Where it is missing they are skipped; in CI that is a failure.
 */
final class Requirement {
  private final String missing;

  private Requirement(String missing) {
    this.missing = missing;
  }

  /** Needs programs that the shell would find. */
  static Requirement programs(String... names) {
    return new Requirement(
        Arrays.stream(names)
            .filter(name -> folders().noneMatch(in -> Files.isExecutable(in.resolve(name))))
            .map(name -> "the program \"" + name + "\" is not on the PATH")
            .collect(Collectors.joining(", ")));
  }

  /** Needs one of several programs that do the same. */
  static Requirement anyProgram(String... names) {
    return new Requirement(
        Arrays.stream(names).anyMatch(name -> program(name).isPresent())
            ? ""
            : "none of the programs " + List.of(names) + " is on the PATH");
  }

  private static Stream<Path> folders() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  /** Needs a program in a known place; the hint says how to name another. */
  static Requirement executable(Path file, String hint) {
    return new Requirement(
        Files.isExecutable(file) ? "" : "there is no program " + file + "; " + hint);
  }

  /** Needs the other, too. */
  Requirement and(Requirement other) {
    return new Requirement(
        Stream.of(missing, other.missing)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(", ")));
  }

  /** Returns the tests, or one that says what is missing. */
  Stream<DynamicTest> tests(Callable<Stream<DynamicTest>> tests) throws Exception {
    return missing.isEmpty()
        ? tests.call()
        : Stream.of(DynamicTest.dynamicTest("not played: " + missing, this::skip));
  }

  private void skip() {
    throw missing(missing);
  }
}
