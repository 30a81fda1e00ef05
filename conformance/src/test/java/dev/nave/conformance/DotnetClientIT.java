package dev.nave.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets the official .NET client play its checks. Needs the {@link Reference}. */
class DotnetClientIT {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> theClientIsServed() throws Exception {
    return Reference.requirement().tests(DotnetClientIT::play);
  }

  private static Stream<DynamicTest> play() throws Exception {
    return NotYet.read(HERE.resolve("not-yet-dotnet.txt"))
        .tests(DotnetClient.play(List.of(server.url())));
  }
}
