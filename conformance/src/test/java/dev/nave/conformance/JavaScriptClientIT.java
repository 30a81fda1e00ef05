package dev.nave.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets the official JavaScript client play its checks. Needs Node. */
class JavaScriptClientIT {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> theClientIsServed() throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> NotYet.nothing().tests(JavaScriptProject.play("test", List.of(server.url()))));
  }
}
