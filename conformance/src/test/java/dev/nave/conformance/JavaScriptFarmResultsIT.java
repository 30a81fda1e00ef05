package dev.nave.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lets official JavaScript clients answer what another server than theirs asks. Needs Node and
 * redis-server.
 */
class JavaScriptFarmResultsIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  @TestFactory
  Stream<DynamicTest> theClientsAnswer() throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> NotYet.nothing().tests(JavaScriptProject.play("results-farm", farm.urls())));
  }
}
