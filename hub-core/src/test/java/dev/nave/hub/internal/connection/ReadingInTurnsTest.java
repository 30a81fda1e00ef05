package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** So much of what a client sent is read in one turn of the loop, and the rest in later ones. */
class ReadingInTurnsTest {
  private static final String CALL = "{\"type\":1,\"target\":\"Hi\",\"arguments\":[]}" + END;
  private static final String UNKNOWN = "{\"type\":99}" + END;
  private static final String PING = "{\"type\":6}" + END;
  private static final int MOST = 5;
  private static final Duration TIME = Duration.ofMillis(2);

  private final HubOptions.Builder options =
      HubOptions.builder()
          .maxMessagesPerTurn(MOST)
          .maxTimePerTurn(TIME)
          .keepAliveInterval(Duration.ofDays(1));
  private final FakeLoop loop = new FakeLoop();
  private final ConnectionSettings settings = TestClient.settings(options.build());
  private final TestClient client = TestClient.connect(loop, settings, "c1", "json");

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  @Test
  void asManyMessagesAsATurnAllowsAreReadAtOnce() {
    client.sends(CALL.repeat(MOST));

    assertCalls(MOST);
  }

  @Test
  void furtherMessagesAreReadInLaterTurnsWhileTheLinkIsPaused() {
    client.sends(CALL.repeat(2 * MOST + 1));

    assertTold(MOST);
    client.link().assertDone("pause");
    client.link().assertNothingElse();
    loop.nextTurn();
    assertTold(MOST);
    client.link().assertNothingElse();
    loop.nextTurn();
    assertTold(1);
    client.link().assertDone("resume");
  }

  @Test
  void hubIsToldAfterEachTurnThatMessagesWereRead() {
    int before = client.reads();

    client.sends(CALL.repeat(MOST + 1));
    assertThat(client.reads()).isEqualTo(before + 1);
    loop.nextTurn();

    assertThat(client.reads()).isEqualTo(before + 2);
    assertTold(MOST + 1);
    assertPausedAndResumed();
  }

  @Test
  void messagesOfUnknownTypesAndPingsCount() {
    client.sends(UNKNOWN.repeat(MOST - 1) + PING + CALL);

    client.link().assertDone("pause");
    assertTold(0);
    loop.nextTurn();
    assertTold(1);
    client.link().assertDone("resume");
  }

  @Test
  void severalReadsOfOneTurnCountTogether() {
    byte[] three = CALL.repeat(3).getBytes(UTF_8);

    client.connection().receiver().received(three);
    client.connection().receiver().received(three);
    client.connection().receiver().receivedAll();

    assertTold(MOST);
    loop.nextTurn();
    assertTold(1);
    assertPausedAndResumed();
  }

  @Test
  void everyReadThatIsOverBeginsATurn() {
    client.sends(CALL.repeat(MOST));
    client.sends(CALL.repeat(MOST));

    assertCalls(2 * MOST);
  }

  @Test
  void turnEndsWithTheMessageThatPassesItsTime() {
    client.whenInvoked(() -> loop.pass(TIME.dividedBy(2)));

    client.sends(CALL.repeat(4));

    assertTold(3); // Half the time, all of it, seen when the third is parsed.
    client.link().assertDone("pause");
    loop.nextTurn();
    assertTold(1);
    client.link().assertDone("resume");
  }

  @Test
  void whatWasReceivedIsReadBeforeTheEndOfTheLink() {
    client.sends(CALL.repeat(3 * MOST + 1));
    client.link().assertDone("pause");

    client.connection().receiver().closed(ConnectionEnd.GRACEFUL, null);

    assertTold(3 * MOST + 1);
    client.assertTold("over");
    client.assertTold("ended");
    client.link().assertDone("close NORMAL");
    loop.nextTurn();
    client.link().assertDone("resume");
  }

  @Test
  void closeInALaterTurnEndsTheConnectionBehindTheCallsBeforeIt() {
    client.sends(CALL.repeat(MOST) + "{\"type\":7}" + END + CALL);

    assertTold(MOST);
    client.link().assertDone("pause");
    loop.nextTurn();

    client.link().assertDone("resume");
    client.link().assertWritten("{\"type\":7}" + END);
    client.link().assertDone("close NORMAL");
    client.assertTold("over");
    client.assertTold("ended");
  }

  @Test
  void callsThatWereNotReadAreCountedWhenTheServerEndsTheConnection() {
    client.sends(CALL.repeat(MOST + 2));
    assertTold(MOST);
    client.link().assertDone("pause");

    client.connection().abort();
    loop.runAll();

    assertThat(settings.counters().droppedInvocations()).isEqualTo(2);
    client.link().assertWritten("{\"type\":7}" + END);
    client.link().assertDone("close NORMAL");
    client.assertTold("over");
    client.assertTold("ended");
    loop.nextTurn();
    client.link().assertDone("resume");
  }

  @Test
  void stopOfTheServerWaitsForWhatWasPutOffAndForWhatCameMeanwhile() {
    client.sends(CALL.repeat(MOST + 1));
    assertTold(MOST);
    client.link().assertDone("pause");

    client.connection().drain();
    loop.runAll();
    client.assertNothingElse();
    loop.nextTurn();
    assertTold(1);
    client.link().assertDone("resume");
    client.sends(CALL.repeat(MOST)); // It waits behind what is in the line.
    client.link().assertDone("pause");
    loop.nextTurn();
    assertTold(MOST);
    client.link().assertDone("resume");
    loop.nextTurn();
    client.assertNothingElse();

    loop.nextTurn();
    assertSentElsewhere();
  }

  @Test
  void stopOfTheServerWaitsForALinkThatHasJustBeenResumed() {
    client.sends(CALL.repeat(MOST + 1));
    loop.nextTurn();
    assertTold(MOST + 1);
    assertPausedAndResumed();

    client.connection().drain();
    loop.runAll();
    client.assertNothingElse();
    client.sends(CALL); // It waits behind what is in the line.
    client.link().assertDone("pause");
    loop.nextTurn();
    assertTold(1);
    client.link().assertDone("resume");

    loop.nextTurn();
    loop.nextTurn();
    assertSentElsewhere();
  }

  @Test
  void stopOfTheServerWaitsASecondForAClientThatSendsWithoutEnd() {
    client.sends(CALL.repeat(10 * MOST));
    assertTold(MOST);
    client.link().assertDone("pause");
    client.connection().drain();
    loop.runAll();
    loop.nextTurn();
    assertTold(MOST);
    client.link().assertNothingElse();

    loop.pass(Duration.ofSeconds(1));
    loop.nextTurn();
    loop.nextTurn();

    assertTold(2 * MOST);
    assertSentElsewhere();
    assertThat(settings.counters().droppedInvocations()).isEqualTo(6 * MOST);
    loop.nextTurn();
    client.link().assertDone("resume");
  }

  @Test
  void aMessageThatWasPutOffIsNotOverdue() {
    client.sends(CALL.repeat(MOST + 1));
    assertTold(MOST);
    client.link().assertDone("pause");

    loop.pass(Duration.ofHours(1));
    client.connection().tick(loop.now());
    client.assertNothingElse();

    loop.nextTurn();
    assertTold(1);
    client.link().assertDone("resume");
  }

  @Test
  void stopThatWaitsNoLongerDropsWhatWasPutOff() {
    client.sends(CALL.repeat(MOST + 2));
    assertTold(MOST);
    client.link().assertDone("pause");
    client.connection().drain();

    client.connection().sendElsewhere();
    loop.runAll();

    assertSentElsewhere();
    assertThat(settings.counters().droppedInvocations()).isEqualTo(2);
    loop.nextTurn();
    client.link().assertDone("resume");
    loop.nextTurn();
  }

  private void assertSentElsewhere() {
    client.link().assertWritten("{\"type\":7,\"allowReconnect\":true}" + END);
    client.link().assertDone("close NORMAL");
    client.assertTold("over");
    client.assertTold("ended");
  }

  private void assertTold(int calls) {
    for (int i = 0; i < calls; i++) {
      client.assertTold("calls Hi");
    }
  }

  private void assertCalls(int count) {
    assertTold(count);
    client.assertNothingElse();
  }

  private void assertPausedAndResumed() {
    client.link().assertDone("pause");
    client.link().assertDone("resume");
  }
}
