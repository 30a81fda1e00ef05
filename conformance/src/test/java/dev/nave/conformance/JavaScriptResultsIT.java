package dev.nave.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets official JavaScript clients answer what the server asks. Needs Node. */
class JavaScriptResultsIT {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> theClientsAnswer() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () -> NotYet.nothing().tests(JavaScriptProject.play("results", List.of(server.url()))));
  }
}
