package dev.nave.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Official JavaScript clients where not everybody may do everything. Needs Node. */
class JavaScriptAuthorizationIT {
  @RegisterExtension static final GuardedServers servers = new GuardedServers();

  @TestFactory
  Stream<DynamicTest> theClientGetsWhatItMay() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () -> NotYet.nothing().tests(JavaScriptProject.play("authorization", servers.urls())));
  }
}
