package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.StatefulClient.invocation;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.StatefulClient;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.Audience;
import dev.nave.hub.internal.loop.OutboundMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatefulReconnectTest {
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final String CLOSED_WITH_ERROR =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}" + END;

  private final HubOptions.Builder options =
      HubOptions.builder().keepAliveInterval(Duration.ofDays(1));
  private final FakeLoop loop = new FakeLoop();
  private ConnectionSettings settings = TestClient.settings(options.build());
  private StatefulClient client = StatefulClient.connect(loop, settings);

  private void connect() {
    settings = TestClient.settings(options.build());
    client = StatefulClient.connect(loop, settings);
  }

  private static String sequence(long number) {
    return "{\"type\":9,\"sequenceId\":" + number + "}" + END;
  }

  private CutLink comeBack() {
    CutLink fresh = new CutLink(loop);
    assertThat(client.comeBack(fresh)).isTrue();
    return fresh;
  }

  @AfterEach
  void nothingElseHappened() {
    assertThat(client.told()).isEmpty();
    client.connection().end(null, null);
    loop.runAll();
    loop.assertClean();
    assertThat(settings.counters().disconnected().get()).isZero();
  }

  // The window.

  @Test
  void theHubNoticesNothingOfACut() {
    client.link().cut();
    loop.advance(WINDOW.minusSeconds(1));

    comeBack();

    assertThat(client.told()).containsExactly("returned");
    client.call("Hi");
    assertThat(client.told()).containsExactly("Hi");
  }

  @Test
  void aClientThatStaysAwayIsGoneWhenItsTimeIsUp() {
    client.link().cut();
    loop.advance(WINDOW);

    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.comeBack(new CutLink(loop))).isFalse();
  }

  @Test
  void whatAClientSentBeforeItStayedAwayIsDoneUnlessItsLinkWasReset() {
    client.link().cut();
    loop.advance(WINDOW);
    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.wasDropped()).isFalse();

    client = StatefulClient.connect(loop, settings);
    client.link().reset();
    loop.advance(WINDOW);
    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.wasDropped()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatHasSentCloseCannotComeBackAndLosesNothing(boolean reset) {
    client.isNeverAnswered();
    client.sends("{\"type\":7}");
    assertThat(client.told()).containsExactly("finishing");
    CutLink first = client.link();
    assertThat(client.comeBack(new CutLink(loop))).isFalse();

    if (reset) {
      first.reset();
    } else {
      first.cut();
    }

    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.wasDropped()).isFalse();
  }

  @Test
  void eachCutHasItsOwnTime() {
    client.link().cut();
    loop.advance(WINDOW.minusSeconds(1));
    comeBack().cut();
    loop.advance(WINDOW.minusSeconds(1));

    assertThat(client.told()).containsExactly("returned");
    loop.advance(Duration.ofSeconds(1));
    assertThat(client.told()).containsExactly("over", "ended");
  }

  @Test
  void aClientOfVersion1HasNoSecondChance() {
    client = StatefulClient.connect(loop, settings, 1, HubConnection::opened);

    assertThat(client.mayComeBack()).isFalse();
    client.link().cut();

    assertThat(client.told()).containsExactly("over", "ended");
  }

  @Test
  void aCloseEndsTheConnectionAtOnce() {
    client.link().closeFromClient();

    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.comeBack(new CutLink(loop))).isFalse();
  }

  @Test
  void anAbortEndsAConnectionThatIsAway() {
    client.link().cut();

    client.connection().abort();
    loop.runAll();

    assertThat(client.told()).containsExactly("over", "ended");
  }

  @Test
  void aClientThatIsAwayIsNotSilentForTooLong() {
    options.disconnectTimeout(Duration.ofSeconds(60)).clientTimeout(Duration.ofSeconds(5));
    connect();
    client.sends("{\"type\":6}");
    client.link().cut();
    loop.advance(Duration.ofSeconds(30));

    comeBack();
    loop.advance(Duration.ofSeconds(4));

    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void theTimeAwayIsNoneInWhichTheClientTookNothing() {
    options.sendTimeout(Duration.ofSeconds(5));
    connect();
    client.sendTo("a");
    loop.advance(Duration.ofSeconds(2));
    client.link().cut();
    loop.advance(Duration.ofSeconds(10));

    CutLink fresh = new CutLink(loop);
    fresh.leavePending(sequence(1).length() + invocation("a").length());
    assertThat(client.comeBack(fresh)).isTrue();
    loop.advance(Duration.ofSeconds(4));

    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void onlySoManyConnectionsMayBeAway() {
    options.maxDisconnectedConnections(1);
    connect();
    StatefulClient other = StatefulClient.connect(loop, settings);
    other.link().cut();

    client.link().cut();
    assertThat(client.told()).containsExactly("over", "ended");

    assertThat(other.comeBack(new CutLink(loop))).isTrue();
    connectAnother();
    client.link().cut();
    assertThat(client.told()).isEmpty();
    other.connection().end(null, null);
  }

  private void connectAnother() {
    client = StatefulClient.connect(loop, settings);
  }

  // The new link.

  @Test
  void theNewLinkBeginsWithASequenceAndWhatWasNotAcknowledged() {
    client.sendTo("a");
    client.sendTo("b");
    client.sends("{\"type\":8,\"sequenceId\":1}");
    client.link().cut();
    client.sendTo("c");

    CutLink fresh = comeBack();
    client.sendTo("d");

    assertThat(fresh.arrived())
        .isEqualTo(sequence(2) + invocation("b") + invocation("c") + invocation("d"));
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void theNewLinkBeginsWithTheNextNumberIfAllWasAcknowledged() {
    client.sendTo("a");
    client.sends("{\"type\":8,\"sequenceId\":1}");
    client.link().cut();

    assertThat(comeBack().arrived()).isEqualTo(sequence(2));
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void aNewLinkBeatsOneThatSeemsToLive() {
    CutLink old = client.link();

    comeBack();

    assertThat(old.done()).containsExactly("abort");
    old.tellAnyway(invocation("FromTheOld"));
    loop.runAll();
    client.call("FromTheNew");
    assertThat(client.told()).containsExactly("returned", "FromTheNew");
  }

  @Test
  void halfAMessageOfTheOldLinkIsForgotten() {
    client.link().fromClient("{\"type\":1,\"tar");
    client.link().cut();

    comeBack();
    client.call("Hi");

    assertThat(client.told()).containsExactly("returned", "Hi");
  }

  @Test
  void whatCameBeforeTheHubWasReadyComesAgainAndCountsOnce() {
    client = StatefulClient.connect(loop, settings, 2, connection -> {});
    client.call("Early");
    client.link().cut();
    comeBack();

    client.connection().opened();
    loop.runAll();

    assertThat(client.told()).containsExactly("returned", "Early");
  }

  @Test
  void readingStaysPausedOnTheNewLink() {
    client.connection().pauseReading();
    client.link().cut();

    CutLink fresh = comeBack();
    assertThat(fresh.done()).containsExactly("pause");

    client.connection().resumeReading();
    assertThat(fresh.done()).containsExactly("pause", "resume");
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void aClientThatLeavesAGapIsClosed() {
    client.openAgain(new CutLink(loop));

    client.sends("{\"type\":9,\"sequenceId\":50}");

    assertThat(client.link().arrived()).isEqualTo(sequence(1) + CLOSED_WITH_ERROR);
    assertThat(client.told())
        .containsExactly(
            "returned",
            "over",
            "ended: Sequence ID greater than amount of messages we've received.");
  }

  @Test
  void aStreamItemThatMayNotBindCounts() {
    client.sends("{\"type\":2,\"invocationId\":\"nobody\",\"item\":{}}");
    loop.advance(Duration.ofSeconds(1));

    assertThat(client.link().arrived()).isEqualTo(WELCOME + "{\"type\":8,\"sequenceId\":1}" + END);
    assertThat(client.told()).containsExactly("StreamItemMessage");
  }

  // Acknowledgements.

  @Test
  void acknowledgesOnceASecondHoweverMuchComes() {
    for (int i = 0; i < 5; i++) {
      client.call("x");
    }
    loop.advance(Duration.ofSeconds(1));
    client.call("x");
    loop.advance(Duration.ofSeconds(1));
    loop.advance(Duration.ofSeconds(10));

    assertThat(client.link().arrived())
        .isEqualTo(
            WELCOME
                + "{\"type\":8,\"sequenceId\":5}"
                + END
                + "{\"type\":8,\"sequenceId\":6}"
                + END);
    assertThat(client.told()).hasSize(6);
  }

  @Test
  void aClientThatMissedAnAckGetsItBeforeAllThatComesAgain() {
    client.link().loseAfter(0);
    client.call("x");
    client.sendTo("a");
    loop.advance(Duration.ofSeconds(1)); // The Ack is lost.
    client.link().cut();

    CutLink second = comeBack();
    assertThat(second.arrived()).as("not known yet").isEqualTo(sequence(1) + invocation("a"));
    second.cut();

    assertThat(comeBack().arrived())
        .isEqualTo(sequence(1) + "{\"type\":8,\"sequenceId\":1}" + END + invocation("a"));
    assertThat(client.told()).containsExactly("x", "returned", "returned");
  }

  // The bound of what is kept.

  private void boundAtTwoMessages() {
    options.statefulReconnectBufferBytes(2 * invocation("a").length());
    connect();
  }

  @Test
  void pastTheBoundMessagesWaitForAnAcknowledgement() {
    boundAtTwoMessages();
    for (String target : List.of("a", "b", "c", "d", "e")) {
      client.sendTo(target);
    }
    String sent = WELCOME + invocation("a") + invocation("b") + invocation("c");
    assertThat(client.link().arrived()).isEqualTo(sent);

    client.acknowledge();

    assertThat(client.link().arrived()).isEqualTo(sent + invocation("d") + invocation("e"));
  }

  @Test
  void whatWaitsWhileAwayComesInOrderWhenTheClientHasAcknowledged() {
    boundAtTwoMessages();
    client.link().cut();
    for (String target : List.of("a", "b", "c", "d", "e")) {
      client.sendTo(target);
    }

    CutLink fresh = comeBack();
    assertThat(fresh.arrived())
        .isEqualTo(sequence(1) + invocation("a") + invocation("b") + invocation("c"));
    client.acknowledge();

    assertThat(client.received()).containsExactly("a", "b", "c", "d", "e");
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void aClientThatLeavesTooMuchWaitingIsSlow() {
    options.maxPendingBytes(2 * invocation("a").length());
    boundAtTwoMessages();
    for (int i = 0; i < 3 + 2; i++) {
      client.sendTo("a");
    }
    client.sendTo("b"); // Two wait, which may.
    assertThat(client.told()).isEmpty();

    client.sendTo("c");

    assertThat(client.told()).hasSize(2).first().isEqualTo("over");
    assertThat(client.link().arrived())
        .isEqualTo(WELCOME + invocation("a").repeat(3) + CLOSED_WITH_ERROR);
    assertThat(settings.counters().closedSlow()).isEqualTo(1);
  }

  @Test
  void aClientThatIsAwayIsSlowAtTheSameBound() {
    options.maxPendingBytes(2 * invocation("a").length());
    boundAtTwoMessages();
    client.link().cut();
    for (int i = 0; i < 3 + 3; i++) {
      client.sendTo("a");
    }
    assertThat(client.told()).isEmpty();

    client.sendTo("b");

    assertThat(client.told()).hasSize(2).first().isEqualTo("over");
  }

  @Test
  void whereMessagesAreDroppedTheNewestAreAndTheNumbersGoOn() {
    options
        .maxPendingBytes(2 * invocation("a").length())
        .slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST);
    boundAtTwoMessages();
    for (String target : List.of("a", "b", "c", "d", "e", "f", "dropped", "dropped")) {
      client.sendTo(target);
    }
    assertThat(settings.counters().droppedSlow()).isEqualTo(2);

    client.acknowledge();
    client.acknowledge();
    client.link().cut();
    comeBack();
    client.sendTo("g");

    assertThat(client.received()).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void whatWaitsIsSentBeforeTheConnectionIsClosed() {
    boundAtTwoMessages();
    for (String target : List.of("a", "b", "c", "d")) {
      client.sendTo(target);
    }

    client.connection().abort();
    loop.runAll();

    assertThat(client.received()).containsExactly("a", "b", "c", "d");
    assertThat(client.link().arrived()).endsWith(invocation("d") + "{\"type\":7}" + END);
    assertThat(client.told()).containsExactly("over", "ended");
  }

  // Shared bytes.

  @Test
  void aBroadcastIsOneBufferForClientsWithAndWithoutStatefulReconnect() {
    TestClient plain = TestClient.connectFramed(loop, settings, "plain", CutLink.UNFRAMED);
    OutboundMessage message = StatefulClient.outbound("all");
    Audience both =
        batch -> {
          client.connection().writeShared(batch);
          plain.connection().writeShared(batch);
        };
    loop.hubLoop().deliver(both, message);
    loop.runAll();

    var buffers = plain.link().assertWritten(invocation("all")).buffers();
    assertThat(client.link().flushed()).last().isSameAs(buffers.get(0));

    client.link().cut();
    assertThat(comeBack().arrived()).isEqualTo(sequence(1) + invocation("all"));
    assertThat(client.told()).containsExactly("returned");
    plain.connection().end(null, null);
  }

  @Test
  void aMessageThatDoesNotExistInTheProtocolIsNotNumbered() {
    client.connection().send(OutboundMessage.encoded(Map.of("messagepack", new byte[] {1})));
    loop.runAll();
    client.sendTo("a");
    client.link().cut();

    assertThat(comeBack().arrived()).isEqualTo(sequence(1) + invocation("a"));
    assertThat(client.received()).containsExactly("a");
    assertThat(settings.counters().droppedNotEncoded()).isEqualTo(1);
    assertThat(client.told()).containsExactly("returned");
  }
}
