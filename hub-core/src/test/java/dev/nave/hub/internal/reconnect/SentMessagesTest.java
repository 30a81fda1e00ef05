package dev.nave.hub.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentMessagesTest {
  private static final int BOUND = 10;

  private final SentMessages sent = new SentMessages(BOUND);
  private final List<byte[]> out = new ArrayList<>();
  private final byte[] five = new byte[5];

  @Test
  void aMessageIsSentWhileWhatIsKeptDoesNotExceedTheBound() {
    assertThat(sent.add(five)).isTrue();
    assertThat(sent.add(five)).isTrue();
    assertThat(sent.add(five)).as("exactly the bound is kept").isTrue();
    assertThat(sent.add(five)).as("five bytes more are kept").isFalse();
    assertThat(sent.waitingBytes()).isEqualTo(5);
  }

  @Test
  void nothingOvertakesWhatWaits() {
    sent.add(new byte[BOUND + 1]);
    sent.add(five);
    sent.acknowledge(1);

    assertThat(sent.add(new byte[1])).isFalse();
    assertThat(sent.hasRoomFor(0)).isFalse();
  }

  @Test
  void whatWaitedIsReleasedByAnAcknowledgementAndNumberedThen() {
    byte[] last = {1};
    sent.add(new byte[BOUND + 1]);
    sent.add(five);
    sent.add(new byte[6]);
    sent.add(last);

    sent.acknowledge(1);
    sent.release(out);

    assertThat(out).hasSize(2);
    assertThat(out.get(0)).isSameAs(five);
    assertThat(sent.first()).isEqualTo(2);
    assertThat(sent.waitingBytes()).isEqualTo(1);
  }

  @Test
  void anAcknowledgementOfWhatWasNotSentIsOneOfAllThatWas() {
    sent.add(new byte[BOUND + 1]);
    sent.add(five);

    sent.acknowledge(Long.MAX_VALUE);
    sent.repeat(out);

    assertThat(out).isEmpty();
    assertThat(sent.first()).isEqualTo(2);
    assertThat(sent.waitingBytes()).isEqualTo(5);
  }

  @Test
  void anOldAcknowledgementChangesNothing() {
    sent.add(five);
    sent.acknowledge(1);
    sent.add(five);

    sent.acknowledge(1);
    sent.acknowledge(-3);
    sent.repeat(out);

    assertThat(out).containsExactly(five);
    assertThat(sent.first()).isEqualTo(2);
  }

  @Test
  void theSameBytesAreRepeatedAsOftenAsNeeded() {
    sent.add(five);

    sent.repeat(out);
    sent.repeat(out);

    assertThat(out).hasSize(2);
    assertThat(out.get(0)).isSameAs(five);
    assertThat(out.get(1)).isSameAs(five);
  }

  @Test
  void aRunHasRoomIfAllOfItStaysWithinTheBound() {
    sent.add(five);

    assertThat(sent.hasRoomFor(5)).isTrue();
    assertThat(sent.hasRoomFor(6)).isFalse();
  }

  @Test
  void whatComesAgainIsHeldAfterTheFirstAckOfALinkAndForgottenAfterTheSecond() {
    byte[] last = {1};
    sent.add(five);
    sent.add(last);
    sent.replaceLink();

    sent.acknowledge(2);
    assertThat(sent.first()).isEqualTo(1);
    sent.repeat(out);
    assertThat(out).containsExactly(five, last);

    sent.acknowledge(2);
    assertThat(sent.first()).isEqualTo(3);
  }

  @Test
  void anAckOfSomethingNewProvesThatAllThatCameAgainWasCounted() {
    sent.add(five);
    sent.replaceLink();
    sent.add(five);

    sent.acknowledge(2);

    assertThat(sent.first()).isEqualTo(3);
    sent.repeat(out);
    assertThat(out).isEmpty();
  }

  @Test
  void eachLinkHasItsOwnProof() {
    sent.add(five);
    sent.replaceLink();
    sent.acknowledge(1);
    sent.replaceLink();
    sent.acknowledge(1);

    assertThat(sent.first()).isEqualTo(1);
  }

  @Test
  void aSecondAckForgetsOnlyWhatItNames() {
    sent.add(five);
    sent.add(five);
    sent.replaceLink();

    sent.acknowledge(2);
    sent.acknowledge(1);

    assertThat(sent.first()).isEqualTo(2);
  }

  @Test
  void whatIsHeldHoldsNothingUp() {
    sent.add(new byte[BOUND + 1]);
    sent.add(five);
    sent.replaceLink();

    sent.acknowledge(1);
    sent.release(out);

    assertThat(out).containsExactly(five);
    assertThat(sent.hasRoomFor(5)).isTrue();
  }

  @Test
  void noMoreIsHeldThanMayBeUnacknowledged() {
    sent.add(five);
    sent.add(five);
    sent.add(new byte[1]);
    sent.replaceLink();

    sent.acknowledge(2);
    assertThat(sent.first()).as("exactly the bound is held").isEqualTo(1);

    sent.replaceLink();
    sent.acknowledge(3);
    assertThat(sent.first()).isEqualTo(2);
  }
}
