package dev.nave.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets the official JavaScript client call a hub through a filter. Needs Node. */
class JavaScriptFiltersIT {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> theClientIsServedThroughAFilter() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () -> NotYet.nothing().tests(JavaScriptProject.play("filters", List.of(server.url()))));
  }
}
