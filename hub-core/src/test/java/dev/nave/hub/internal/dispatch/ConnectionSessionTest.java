package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Invocations of one connection: their order, answers, tokens and backlog. */
class ConnectionSessionTest extends SessionFixture {
  @Test
  void answersInOrder() {
    connect();

    sends(call("1", "go", "5") + call("2", "GO", "6") + call(null, "go", "7"));
    runAll();

    assertDone("go", "go", "go");
    link.assertWritten(completion("1", "\"result\":5") + completion("2", "\"result\":6"));
  }

  @Test
  void ignoresAcknowledgementsAndSequencesWhereNoReconnectWasAgreedOn() {
    connect();

    sends("{\"type\":9,\"sequenceId\":10}" + END + "{\"type\":8,\"sequenceId\":234}" + END);
    sends(call("1", "go", "5"));
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"result\":5"));
  }

  @Test
  void doesNotRunWhatWasSentBeforeOnConnectedHasEnded() {
    open();
    sends(call("1", "go", "5"));
    assertThat(done).isEmpty();

    runAll();

    assertDone("connected", "go");
    link.assertWritten(completion("1", "\"result\":5"));
  }

  @Test
  void refusesWhatItCannotCall() {
    connect();

    sends(
        call("1", "Hop")
            + call("2", "go")
            + call("3", "go", "1").replace("\"type\":1", "\"type\":4"));
    runAll();

    link.assertWritten(
        completion(
                "1",
                "\"error\":\"Failed to invoke 'Hop' due to an error on the server. HubException:"
                    + " Method does not exist.\"")
            + completion(
                "2", "\"error\":\"Failed to invoke 'go' due to an error on the server.\""));
    link.assertWritten(
        completion(
            "3",
            "\"error\":\"The client attempted to invoke the non-streaming 'go' method with a"
                + " streaming invocation.\""));
  }

  @Test
  void tellsOnlyHubExceptions() {
    connect();
    method =
        value -> {
          throw value.equals(1) ? new HubException("mine") : new IllegalStateException("secret");
        };

    sends(call("1", "go", "1") + call("2", "go", "2"));
    runAll();

    assertDone("go", "go");
    link.assertWritten(
        completion("1", "\"error\":\"" + FAILED + " HubException: mine\"")
            + completion("2", "\"error\":\"" + FAILED + "\""));
  }

  /** Has no end, so it cannot be encoded. */
  public static final class Unspeakable {
    /** Returns the same again. */
    public Unspeakable getSelf() {
      return this;
    }
  }

  @Test
  void answersEvenIfTheResultCannotBeSent() {
    connect();
    method = value -> value.equals(1) ? new Unspeakable() : "x".repeat(2 << 20);

    sends(call("1", "go", "1") + call("2", "go", "2"));
    runAll();

    assertDone("go", "go");
    link.assertWritten(
        completion("1", "\"error\":\"" + FAILED + "\"")
            + completion("2", "\"error\":\"" + FAILED + "\""));
  }

  @Test
  void answersEvenIfTheDetailsOfAnErrorAreTooLargeToBeSent() {
    options.detailedErrors(true);
    connect();
    method =
        value -> {
          throw new IllegalStateException("x".repeat(2 << 20));
        };

    sends(call("1", "go", "1"));
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"error\":\"" + FAILED + "\""));
  }

  @Test
  void answersEvenIfAlmostNothingMayBeSent() {
    options.maxSentMessageBytes(1);
    connect();

    sends(call("1", "go", "1"));
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"error\":\"" + FAILED + "\""));
  }

  @Test
  void answersOnlyWhenWhatTheCallHasBegunIsSettled() {
    connect();
    settled = new CompletableFuture<>();
    sends(call("1", "go", "5") + call("2", "go", "6"));
    runAll();
    assertDone("go");
    link.assertNothingElse();

    settled.complete(null);
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"result\":5"));
    link.assertWritten(completion("2", "\"result\":6"));
  }

  @Test
  void pausesReadingAtTheBoundOfItsBacklogAndGoesOnAtHalf() {
    options.maxBacklogBytes(1000);
    connect();
    CompletableFuture<Object> first = new CompletableFuture<>();
    method = value -> first;
    sends(call(null, "later", "1"));
    runAll();
    assertDone("later");
    method = value -> value;

    for (int i = 0; i < 8; i++) {
      sends(call(null, "go", "1"));
    }
    link.assertDone("pause");

    first.complete("");
    runAll();
    link.assertDone("resume");
    assertDone("go", "go", "go", "go", "go", "go", "go", "go");
  }

  // Tokens.

  @Test
  void cancelsAPlainInvocationThroughItsToken() {
    connect();
    sends(call("1", "untilCancelled"));
    runAll();
    assertDone("begun");

    sends(cancel("1") + cancel("1") + cancel("unknown"));
    runAll();

    link.assertWritten(completion("1", "\"result\":\"cancelled\""));
    sends(cancel("1"));
  }

  @Test
  void startsACallThatWasCancelledBeforeWithItsTokenCancelled() {
    connect();
    sends(call("1", "untilCancelled") + call("2", "untilCancelled"));
    sends(cancel("2"));
    runAll();
    assertDone("begun");

    sends(cancel("1"));
    runAll();

    assertDone("begun");
    link.assertWritten(completion("1", "\"result\":\"cancelled\""));
    link.assertWritten(completion("2", "\"result\":\"cancelled\""));
  }

  /** The reference server lets calls share an id; then the first is the one to be cancelled. */
  @Test
  void ofTwoCallsWithOneIdTheSecondEndsWithTheConnection() {
    connect();
    sends(call("1", "untilCancelled") + call("1", "untilCancelled"));
    sends(cancel("1"));
    runAll();
    assertDone("begun", "begun");
    link.assertWritten(completion("1", "\"result\":\"cancelled\""));
    sends(cancel("1"));
    link.assertNothingElse();

    hangUp();
    runAll();

    assertDone("disconnected");
  }

  @Test
  void cancelsTokensAtTheEndOfTheConnection() {
    connect();
    sends(call(null, "untilCancelled"));
    runAll();
    assertDone("begun");

    hangUp();
    runAll();

    assertDone("disconnected");
  }
}
