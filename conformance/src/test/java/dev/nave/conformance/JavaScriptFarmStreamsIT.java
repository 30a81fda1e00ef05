package dev.nave.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lets official JavaScript clients stream what those of another server have to say. Needs Node and
 * redis-server.
 */
class JavaScriptFarmStreamsIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  @TestFactory
  Stream<DynamicTest> streamsReachAcrossServers() throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> NotYet.nothing().tests(JavaScriptProject.play("streams-farm", farm.urls())));
  }
}
