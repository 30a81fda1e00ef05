package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.END;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection that calls more often than it may. */
class SessionRateTest extends SessionFixture {
  private static final String REASON =
      "The client calls more often than maxInvocationsPerSecond allows, which is 10.";

  private static String tooOften(String id, String target) {
    return completion(
        id,
        "\"error\":\"Failed to invoke '"
            + target
            + "' due to an error on the server. HubException: "
            + REASON
            + "\"");
  }

  private void connectLimited() {
    options.maxInvocationsPerSecond(10).maxInvocationBurst(2).maxRefusedInvocations(2);
    connect();
  }

  @Test
  void callBeyondTheBurstIsAnsweredWithAnError() {
    connectLimited();

    sends(call("1", "go", "5") + call("2", "go", "6") + call("3", "go", "7"));
    runAll();

    assertDone("go", "go");
    link.assertWritten(tooOften("3", "go"));
    link.assertWritten(completion("1", "\"result\":5") + completion("2", "\"result\":6"));
  }

  @Test
  void unknownMethodsCount() {
    connectLimited();
    sends(call(null, "nope") + call(null, "nope") + call("3", "nope"));
    runAll();

    link.assertWritten(tooOften("3", "nope"));
  }

  @Test
  void callsAreAnsweredAgainWhenTheyComeMoreSlowly() {
    connectLimited();
    sends(call(null, "go", "1") + call(null, "go", "2") + call(null, "go", "3"));
    runAll();
    assertDone("go", "go");

    loop.advance(Duration.ofMillis(100));
    sends(call("4", "go", "5"));
    runAll();

    assertDone("go");
    link.assertWritten(completion("4", "\"result\":5"));
  }

  @Test
  void connectionIsClosedAfterSoManyCallsTooMany() {
    connectLimited();

    sends(call(null, "go", "1") + call(null, "go", "2") + call(null, "go", "3").repeat(3));
    runAll();

    assertDone("go", "go", "disconnected: " + REASON);
    link.assertWritten(
        "{\"type\":7,\"error\":\"Connection closed with an error. HubException: "
            + REASON
            + "\",\"allowReconnect\":true}"
            + END);
    link.assertDone("close NORMAL");
  }
}
