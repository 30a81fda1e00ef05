package dev.nave.conformance;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lets the official .NET client play its checks. Needs the reference, which brings its runtime and
 * is no part of this repository: {@code -Dsignalr.reference=none} leaves the tests out, in CI, too.
 */
class DotnetClientIT {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final String REFERENCE = "signalr.reference";

  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> theClientIsServed() throws Exception {
    String where = System.getProperty(REFERENCE, "../../shared/conformance/reference");
    assumeFalse(where.equals("none"), "-D" + REFERENCE + "=none leaves the .NET client out");
    Path reference = HERE.resolve(where).normalize();
    return Requirement.executable(reference, "-D" + REFERENCE + " says where the reference is")
        .tests(() -> play(reference));
  }

  private static Stream<DynamicTest> play(Path reference) throws Exception {
    CheckProgram client = new CheckProgram("[^:]+: [^:]+", "(: .*)?");
    List<CheckResult> results =
        client.play(HERE, List.of(reference.toString(), "client", server.url()));
    return NotYet.read(HERE.resolve("not-yet-dotnet.txt")).tests(results);
  }
}
