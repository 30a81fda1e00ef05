package dev.nave.conformance;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;

/**
 * ASP.NET Core's server and client, as one program. It brings its runtime and is no part of this
 * repository: {@code -Dsignalr.reference=/path/to/it} says where it is, and {@code none} leaves out
 * the tests that need it, in CI, too.
 */
final class Reference {
  private static final String PROPERTY = "signalr.reference";

  private Reference() {}

  /** Returns where it should be; skips the test if it is to be left out. */
  static Path path() {
    String where = System.getProperty(PROPERTY, "../../shared/conformance/reference");
    assumeFalse(where.equals("none"), "-D" + PROPERTY + "=none leaves ASP.NET Core out");
    return Path.of("").toAbsolutePath().resolve(where).normalize();
  }

  static Requirement requirement() {
    return Requirement.executable(path(), "-D" + PROPERTY + " says where the reference is");
  }
}
