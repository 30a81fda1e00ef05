package dev.nave.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Ends the connections of official JavaScript clients from another server than theirs. Needs Node
 * and redis-server.
 */
class JavaScriptFarmKicksIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  @TestFactory
  Stream<DynamicTest> theClientsSeeAClose() throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> NotYet.nothing().tests(JavaScriptProject.play("kicks-farm", farm.urls())));
  }
}
