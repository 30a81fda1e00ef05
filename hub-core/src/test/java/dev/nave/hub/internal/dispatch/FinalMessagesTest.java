package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.clientresults.ResultListener;
import dev.nave.hub.protocol.CompletionMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what was received before the end of a connection. */
class FinalMessagesTest extends FinalMessagesFixture {
  @ParameterizedTest
  @EnumSource
  void whatWaitsBehindARunningCallIsDoneInOrderOrDropped(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\"") + call(null, "go", "\"b\""));
    runAll();
    assertDone("held");

    ends(how);
    runAll();
    assertDone();
    gate.complete("x");
    runAll();

    if (how.done) {
      assertDone("a", "b", "disconnected");
      assertThat(dropped()).isZero();
    } else {
      assertDone("disconnected");
      assertThat(dropped()).isEqualTo(2);
    }
    assertThat(link.takeWritten())
        .isEqualTo(
            how.answered
                ? result("1", "x") + result("2", "a") + end(how)
                : how == How.ABORT ? CLOSE : "");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReceivedBeforeTheHubAcceptedIsDoneOrDropped(How how) {
    if (how.answered) {
      return; // Not read before the hub has accepted: the case above.
    }
    sends(HELLO + call("1", "go", "\"a\"") + call(null, "go", "\"b\""));
    link.assertWritten(WELCOME);
    ends(how);
    runAll();

    assertDone(how.done ? new String[] {"a", "b", "disconnected"} : new String[] {"disconnected"});
    assertThat(dropped()).isEqualTo(how.done ? 0 : 2);
    assertThat(link.takeWritten()).isEqualTo(how == How.ABORT ? CLOSE : "");
  }

  @Test
  void aCloseThatWasReceivedBeforeTheHubAcceptedEndsWhatIsRead() {
    sends(HELLO + call("1", "go", "\"a\"") + CLOSE + call("2", "go", "\"b\""));
    ends(How.FIN);
    runAll();

    assertDone("a", "disconnected");
    assertThat(link.takeWritten()).isEqualTo(WELCOME);
  }

  @Test
  void whatWasReceivedIsNotDoneIfTheHubRefuses() {
    onConnected =
        () -> {
          throw new IllegalStateException("no room");
        };
    sends(HELLO + call("1", "go", "\"a\""));
    ends(How.FIN);
    runAll();

    assertDone();
    assertThat(dropped()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "CLOSE_FRAME", "FIN", "MALFORMED"})
  void anUploadGetsItsItemsAndEndsBehindThem(How how) {
    connect();
    String upload = call("1", "upload").replace("}", ",\"streamIds\":[\"%s\"]}");
    sends(upload.formatted("u") + upload.formatted("v").replace("\"1\"", "\"2\""));
    String item = "{\"type\":2,\"invocationId\":\"%s\",\"item\":\"%s\"}" + END;
    sends(item.formatted("u", "1") + "{\"type\":3,\"invocationId\":\"u\"}" + END);
    sends(item.formatted("v", "2"));
    ends(how);
    runAll();

    assertThat(done).startsWith("item 1", "all").contains("item 2", "cut off");
    assertThat(done).endsWith("disconnected");
    done.clear();
    String written = link.takeWritten();
    assertThat(written.contains(result("1", "all") + result("2", "cut off")))
        .isEqualTo(how.answered);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE_FRAME", "FIN", "RESET", "ABORT"})
  void aStreamToAClientThatIsGoneEndsAtOnce(How how) {
    connect();
    sends(call("1", "silence").replace("\"type\":1", "\"type\":4") + call("2", "hold"));
    runAll();
    assertDone("streams", "held");

    ends(how);
    runAll();
    assertDone("stream cancelled");
    gate.complete("x");
    runAll();
    assertDone("disconnected");
  }

  @Test
  void aStreamGoesOnUntilTheCallsBeforeACloseAreAnswered() {
    connect();
    sends(call("1", "silence").replace("\"type\":1", "\"type\":4") + call("2", "hold"));
    runAll();
    assertDone("streams", "held");

    ends(How.HUB_CLOSE);
    runAll();
    assertDone();
    gate.complete("x");
    runAll();

    assertDone("stream cancelled", "disconnected");
    assertThat(link.takeWritten()).isEqualTo(result("2", "x") + CLOSE);
  }

  @Test
  void aStreamThatWasNotBegunBeginsAndEnds() {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\""));
    sends(call("3", "silence").replace("\"type\":1", "\"type\":4"));
    ends(How.FIN);
    runAll();
    assertDone("held");
    gate.complete("x");
    runAll();

    assertThat(done).contains("a", "streams").endsWith("disconnected");
    done.clear();
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED", "TOO_LARGE"})
  void aStreamThatIsRefusedIsAnsweredBeforeClose(How how) {
    connect();
    sends(call("1", "go", "\"a\"").replace("{\"type\":1,", "{\"type\":4,"));

    ends(how);
    runAll();

    assertThat(link.takeWritten())
        .isEqualTo(
            "{\"type\":3,\"invocationId\":\"1\",\"error\":\"The client attempted to invoke the"
                + " non-streaming 'go' method with a streaming invocation.\"}"
                + END
                + end(how));
    assertDone("disconnected");
  }

  @Test
  void theTokenOfARunningCallIsCancelledWhenAllThatWasReceivedHasBegun() {
    connect();
    sends(call("1", "hold") + call("2", "untilCancelled"));
    ends(How.HUB_CLOSE);
    runAll();
    assertDone("held");
    link.assertNothingElse();

    gate.complete("x");
    runAll();

    assertDone("disconnected");
    assertThat(link.takeWritten()).isEqualTo(result("1", "x") + result("2", "cancelled") + CLOSE);
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "FIN", "RESET"})
  void aResultThatTheClientWasAskedForFailsAtOnce(How how) {
    connect();
    sends(call("1", "hold"));
    runAll();
    assertDone("held");
    questions.expect(
        connection,
        "q",
        new ResultListener() {
          @Override
          public void answered(CompletionMessage completion) {
            done.add("answered");
          }

          @Override
          public void disconnected() {
            done.add("no answer");
          }
        });

    ends(how);

    assertDone("no answer");
    gate.complete("x");
    runAll();
    assertDone("disconnected");
  }
}
