package dev.nave.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets the official JavaScript client stream in both directions. Needs Node. */
class JavaScriptStreamsIT {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> streamsOfTheClientAreServed() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () -> NotYet.nothing().tests(JavaScriptProject.play("streams", List.of(server.url()))));
  }
}
