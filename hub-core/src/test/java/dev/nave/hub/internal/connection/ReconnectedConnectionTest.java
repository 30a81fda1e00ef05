package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.StatefulClient.invocation;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.StatefulClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a connection continues when its client has come back, and what it acknowledges. */
class ReconnectedConnectionTest extends StatefulReconnectFixture {
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
  void aNewLinkIsReadThoughTheOldOneWaitedForMemory() {
    options.maxMessageBytes(100_000);
    connect();
    long tooMuch = Long.MAX_VALUE / 2;
    loop.hubLoop().inbound().add(tooMuch);
    client.link().fromClient("{\"type\":1,\"arguments\":[\"" + "x".repeat(40_000));
    assertThat(client.link().done()).containsExactly("pause");
    client.link().cut();

    CutLink fresh = comeBack();
    client.call("Hi");

    assertThat(fresh.done()).isEmpty();
    assertThat(client.told()).containsExactly("returned", "Hi");
    loop.hubLoop().inbound().add(-tooMuch);
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
}
