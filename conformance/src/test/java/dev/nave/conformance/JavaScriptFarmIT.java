package dev.nave.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets official JavaScript clients play on two servers. Needs Node and redis-server. */
class JavaScriptFarmIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  @TestFactory
  Stream<DynamicTest> theClientsAreServedTogether() throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> NotYet.nothing().tests(JavaScriptProject.play("farm", farm.urls())));
  }
}
