package dev.nave.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Severs the official JavaScript client a thousand times while messages go both ways: none is lost,
 * none comes twice, and the hub notices nothing. Needs Node.
 */
class JavaScriptReconnectIT {
  /** Decides at which bytes the connection is cut. */
  static final String SEED = System.getProperty("conformance.seed", "1");

  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> nothingIsLostHoweverOftenTheClientIsSevered() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () ->
                NotYet.nothing()
                    .tests(
                        JavaScriptProject.play("reconnect", List.of(server.url(), SEED, "1000"))));
  }

  @TestFactory
  Stream<DynamicTest> streamsAndQuestionsUnderWayGoOn() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () ->
                NotYet.nothing()
                    .tests(
                        JavaScriptProject.play(
                            "reconnect-calls", List.of(server.url(), SEED, "200"))));
  }
}
