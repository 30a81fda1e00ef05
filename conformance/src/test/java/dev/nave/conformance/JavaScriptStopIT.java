package dev.nave.conformance;

import dev.nave.conformance.Arguments.Transport;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the official JavaScript client sees of a server that stops while it works. Needs Node. */
class JavaScriptStopIT {
  private final RestartedServer server = new RestartedServer(Transport.NETTY);

  @AfterEach
  void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> callsAreAnsweredStreamsEndAndClientsComeBackAsTheyWereTold()
      throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> NotYet.nothing().tests(JavaScriptProject.play("stop", List.of(server.url()))));
  }
}
