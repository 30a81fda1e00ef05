package dev.nave.hub.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.SequenceMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceivedMessagesTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final HubMessage COUNTED = new CancelInvocationMessage(Map.of(), "1");

  private final ReceivedMessages received = new ReceivedMessages(0);

  private void receive(int messages) {
    for (int i = 0; i < messages; i++) {
      assertThat(received.isNew(COUNTED)).isTrue();
    }
  }

  @Test
  void nothingIsAcknowledgedBeforeAnythingCame() {
    assertThat(received.isAckDue(100 * SECOND)).isFalse();
    assertThat(received.isNew(PingMessage.INSTANCE)).isTrue();
    assertThat(received.isAckDue(100 * SECOND)).isFalse();
  }

  @Test
  void acknowledgesTheLatestAtMostOnceASecondFromTheBeginningOn() {
    receive(3);
    assertThat(received.isAckDue(SECOND - 1)).isFalse();
    assertThat(received.isAckDue(SECOND)).isTrue();
    assertThat(received.acknowledge(SECOND)).isEqualTo(3);
    assertThat(received.isAckDue(5 * SECOND)).as("nothing new").isFalse();

    receive(1);
    assertThat(received.isAckDue(2 * SECOND - 1)).isFalse();
    assertThat(received.isAckDue(2 * SECOND)).isTrue();
    assertThat(received.acknowledge(2 * SECOND)).isEqualTo(4);
  }

  @Test
  void whatComesAgainIsNotNew() {
    receive(3);
    received.awaitSequence();
    received.goOnAt(new SequenceMessage(2));

    assertThat(received.isNew(COUNTED)).as("2").isFalse();
    assertThat(received.isNew(COUNTED)).as("3").isFalse();
    assertThat(received.isNew(COUNTED)).as("4").isTrue();
  }

  @Test
  void aClientThatMissedAnAckIsToldAgainHoweverLittleOfItComesAgain() {
    receive(2);
    assertThat(received.acknowledge(5)).isEqualTo(2);
    received.awaitSequence();
    assertThat(received.isAckDue(5 + SECOND)).as("it may have it").isFalse();

    received.goOnAt(new SequenceMessage(2));

    assertThat(received.isAckDue(5 + SECOND - 1)).isFalse();
    assertThat(received.isAckDue(5 + SECOND)).isTrue();
    assertThat(received.acknowledge(5 + SECOND)).isEqualTo(2);
    assertThat(received.isNew(COUNTED)).isFalse();
    assertThat(received.isAckDue(5 + 2 * SECOND)).as("it was told").isFalse();
  }

  @Test
  void whetherAnAckWasMissedIsKnownUntilTheClientSaysOtherwise() {
    receive(2);
    assertThat(received.isAckMissed()).isFalse();

    received.goOnAt(new SequenceMessage(2));
    received.acknowledge(SECOND);
    assertThat(received.isAckMissed()).as("that Ack may go the same way").isTrue();

    received.goOnAt(new SequenceMessage(3));
    assertThat(received.isAckMissed()).isFalse();
  }

  @Test
  void aClientThatMissedNothingIsToldNothing() {
    receive(2);
    assertThat(received.acknowledge(5)).isEqualTo(2);
    received.awaitSequence();

    received.goOnAt(new SequenceMessage(3));

    assertThat(received.isAckDue(5 + SECOND)).isFalse();
  }

  @Test
  void whatComesOnANewLinkBeforeItsSequenceDoesNotCount() {
    receive(1);
    received.awaitSequence();

    assertThat(received.isNew(COUNTED)).isFalse();
    assertThat(received.isNew(PingMessage.INSTANCE)).isTrue();

    received.goOnAt(new SequenceMessage(2));
    assertThat(received.isNew(COUNTED)).isTrue();
    assertThat(received.acknowledge(5 * SECOND)).isEqualTo(2);
  }

  @Test
  void aClientMayGoOnBehindAllThatCameAlthoughNotAllOfItCameAgain() {
    receive(5);
    received.awaitSequence();
    received.goOnAt(new SequenceMessage(2));
    received.isNew(COUNTED); // Only this one comes again; then the client hears that 5 are here.
    received.awaitSequence();

    received.goOnAt(new SequenceMessage(6));

    assertThat(received.isNew(COUNTED)).isTrue();
    assertThat(received.acknowledge(SECOND)).isEqualTo(6);
  }

  @Test
  void aSequenceMayNotLeaveAGap() {
    receive(2);
    received.goOnAt(new SequenceMessage(3));

    assertThatThrownBy(() -> received.goOnAt(new SequenceMessage(4)))
        .isInstanceOf(SequenceGapException.class)
        .hasMessage("Sequence ID greater than amount of messages we've received.");
  }
}
