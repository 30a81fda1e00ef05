package dev.nave.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Severs a JavaScript client of one server while all that it gets comes from another one, over
 * Redis. Needs Node and redis-server.
 */
class JavaScriptReconnectFarmIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  @TestFactory
  Stream<DynamicTest> nothingFromTheOtherServerIsLost() throws Exception {
    List<String> urls = farm.urls();
    return JavaScriptProject.requirement()
        .tests(
            () ->
                NotYet.nothing()
                    .tests(
                        JavaScriptProject.play(
                            "reconnect",
                            List.of(urls.get(0), JavaScriptReconnectIT.SEED, "200", urls.get(1)))));
  }

  @TestFactory
  Stream<DynamicTest> questionsOfTheOtherServerAreAnsweredOnce() throws Exception {
    List<String> urls = farm.urls();
    return JavaScriptProject.requirement()
        .tests(
            () ->
                NotYet.nothing()
                    .tests(
                        JavaScriptProject.play(
                            "reconnect-calls",
                            List.of(urls.get(0), JavaScriptReconnectIT.SEED, "100", urls.get(1)))));
  }
}
