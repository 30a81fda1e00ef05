package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.protocol.CloseMessage;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What bounds the end of a connection: time, an abort, and what fails in it. */
class FinalMessagesBoundsTest extends FinalMessagesFixture {
  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED", "FIN"})
  void whatHasNotBegunInTimeIsDroppedAndCounted(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\"") + call(null, "go", "\"b\""));
    runAll();
    assertDone("held");
    ends(how);

    loop.advance(settings.options().finalMessagesTimeout().minusNanos(1));
    assertThat(dropped()).isZero();
    loop.advance(Duration.ofNanos(1));

    assertThat(dropped()).isEqualTo(2);
    assertThat(link.takeWritten()).isEqualTo(how.answered ? end(how) : "");
    loop.advance(settings.options().onDisconnectedGrace().minusNanos(1));
    runAll();
    assertDone();
    loop.advance(Duration.ofNanos(1));
    runAll();
    assertDone("disconnected");
    gate.complete("too late");
    runAll();
  }

  @Test
  void whatIsDoneAfterTheClientLeftIsDroppedIfTheConnectionIsAborted() {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\""));
    runAll();
    assertDone("held");
    ends(How.FIN);

    ends(How.ABORT);
    ends(How.ABORT);

    assertThat(dropped()).isEqualTo(1);
    gate.complete("x");
    runAll();
    assertDone("disconnected");
    loop.advance(FakeLoop.TICK);
    assertThat(loop.timers()).as("timers left").isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED"})
  void whatIsToBeAnsweredBeforeACloseIsDroppedIfTheServerStopsMeanwhile(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\""));
    ends(how);
    runAll();
    assertDone("held");

    connection.end(null, new CloseMessage(null, true));

    assertThat(dropped()).isEqualTo(1);
    assertThat(link.takeWritten()).isEqualTo("{\"type\":7,\"allowReconnect\":true}" + END);
    gate.complete("x");
    runAll();
    assertDone("disconnected");
  }

  @Test
  void whatTheHubDoesNotAcceptInTimeIsDroppedAndCounted() {
    sends(HELLO + call("1", "go", "\"a\"") + call(null, "go", "\"b\""));
    ends(How.FIN);
    loop.advance(settings.options().finalMessagesTimeout().minusNanos(1));
    assertThat(dropped()).isZero();
    loop.advance(Duration.ofNanos(1));
    assertThat(dropped()).isEqualTo(2);

    runAll();
    assertDone("disconnected");
    link.assertWritten(WELCOME);
  }

  @Test
  void theEndOfAClientThatTheHubNeverAcceptsIsBounded() {
    sends(HELLO + call("1", "go", "\"a\""));
    ends(How.FIN);
    loop.advance(settings.options().finalMessagesTimeout());
    assertThat(registry.size()).isOne();
    loop.advance(settings.options().onDisconnectedGrace());

    assertThat(registry.size()).isZero();
    assertThat(dropped()).isOne();
    runAll();
    assertDone("disconnected");
    link.assertWritten(WELCOME);
  }

  @Test
  void theAnswerThatACallWaitedForFromItsOwnClientFailsAndTheCallIsAnsweredBeforeClose() {
    connect();
    sends(call("1", "hold"));
    runAll();
    assertDone("held");
    Runnable answered = rule.beginWait(true);
    ends(How.HUB_CLOSE);
    runAll();
    link.assertNothingElse();

    answered.run();
    gate.complete("x");
    runAll();

    assertDone("disconnected");
    assertThat(link.takeWritten()).isEqualTo(result("1", "x") + CLOSE);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE_FRAME", "FIN"})
  void halfAMessageAtTheEndIsToldTheHubBehindWhatWasWhole(How how) {
    connect();
    sends(call("1", "go", "\"a\"") + "{\"type\":1");
    ends(how);
    runAll();

    assertDone("a", "disconnected");
    assertThat(disconnectedBy).hasMessage("Connection terminated while reading a message.");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE_FRAME", "FIN"})
  void halfAMessageThatCameBeforeTheHubAcceptedIsToldIt(How how) {
    sends(HELLO + call("1", "go", "\"a\"") + "{\"type\":1");
    ends(how);
    runAll();

    assertDone("a", "disconnected");
    assertThat(disconnectedBy).hasMessage("Connection terminated while reading a message.");
    link.assertWritten(WELCOME);
  }

  @ParameterizedTest
  @EnumSource
  void aStepOfTheEndThatFailsDoesNotKeepTheOthersFromBeingTaken(How how) {
    onEnd =
        () -> {
          throw new IllegalStateException("a test says so");
        };
    connect();
    sends(call("1", "go", "\"a\""));
    ends(how);
    runAll();

    assertThat(done).endsWith("disconnected");
    done.clear();
    assertThat(link.takeWritten()).endsWith(how.answered || how == How.ABORT ? end(how) : "");
  }

  @ParameterizedTest
  @EnumSource
  void theConnectionIsForgottenThoughTheExecutorRefusesAllWork(How how) {
    connect();
    sends(call("1", "untilCancelled") + call("2", "go", "\"a\""));
    runAll();
    refusesWork = true;
    ends(how);
    loop.advance(settings.options().finalMessagesTimeout());
    loop.advance(settings.options().onDisconnectedGrace());

    assertThat(registry.size()).isZero();
    done.clear();
  }

  @ParameterizedTest
  @EnumSource(names = {"FIN", "RESET", "CLOSE_FRAME"})
  void aClientThatClosesItsSocketBehindItsCloseLosesNothing(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\"") + CLOSE);
    ends(how);
    runAll();
    assertDone("held");
    gate.complete("x");
    runAll();

    assertDone("a", "disconnected");
    assertThat(link.takeWritten()).isEmpty();
  }

  @Test
  void readsOnBehindACloseSoThatTheEndOfTheLinkIsSeen() {
    connect();
    String large = "\"" + "x".repeat(30_000) + "\"";
    sends(call("1", "hold"));
    for (int i = 0; i < 40; i++) {
      sends(call(null, "go", large));
    }
    link.assertDone("pause");
    ends(How.HUB_CLOSE);
    link.assertDone("resume");
    sends(call(null, "go", large));
    gate.complete("x");
    runAll();

    assertThat(Objects.requireNonNull(done.get(done.size() - 1))).isEqualTo("disconnected");
    assertThat(done).hasSize(42);
    done.clear();
  }
}
