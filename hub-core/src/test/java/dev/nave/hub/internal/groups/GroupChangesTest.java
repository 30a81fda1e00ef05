package dev.nave.hub.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.Envelope;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.EnvelopeCodec.GroupCommand;
import dev.nave.hub.internal.fakes.FakeBackplane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class GroupChangesTest extends GroupChangesFixture {
  @Test
  void aLocalConnectionJoinsAndLeavesWithoutACommand() {
    CompletableFuture<Void> joined = groups.add("alice", "g");
    runAll();
    backplane.assertSubscriptions("+Chat:group:g");
    assertThat(joined).isDone();
    assertInGroup(true);

    CompletableFuture<Void> left = groups.remove("alice", "g");
    runAll();
    backplane.assertSubscriptions("-Chat:group:g");
    assertThat(left).isDone();
    assertInGroup(false);
  }

  @Test
  void aLocalJoinIsDoneOnTheExecutorOnceItIsConfirmed() {
    backplane.stopConfirming();
    CompletableFuture<Void> joined = groups.add("alice", "g");
    runAll();
    backplane.assertSubscriptions("+Chat:group:g");
    assertThat(work).isEmpty();

    backplane.confirm();

    assertThat(work).hasSize(1);
    assertThat(joined).isNotDone();
    runAll();
    assertThat(joined).isDone();
  }

  @Test
  void aBackplaneThatThrowsFailsTheJoinInsteadOfLeavingItOpen() {
    backplane.breakSubscribe(new IllegalStateException("a test says so"));

    CompletableFuture<Void> joined = groups.add("alice", "g");
    loop.runAll();
    assertThat(joined).as("on the loop").isNotDone();
    assertThat(work).hasSize(1);
    runAll();

    assertThat(joined)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("a test says so");
  }

  @Test
  void aJoinEndsAlsoWhenTheExecutorHasEndedWithItsServer() {
    GroupChanges stopped =
        new GroupChanges(
            names,
            "me",
            registry,
            backplane,
            settings,
            Duration.ofHours(1),
            task -> {
              throw new RejectedExecutionException("ended");
            });

    CompletableFuture<Void> joined = stopped.add("alice", "g");
    loop.runAll();

    backplane.assertSubscriptions("+Chat:group:g");
    assertThat(joined).isCompleted();
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullInsteadOfAConnectionOrAGroupIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> groups.add(null, "g"));
    assertThatNullPointerException().isThrownBy(() -> groups.remove("alice", null));
  }

  @Test
  void aGroupNameOverTheBoundIsRefusedAndOneAtTheBoundIsNot() {
    assertThat(groups.add("alice", "12345678901"))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining(
            "a group name of 11 characters is longer than maxGroupNameLength, which is 10");

    assertThat(groups.add("alice", "1234567890")).isNotDone();
    runAll();
    backplane.assertSubscriptions("+Chat:group:1234567890");
  }

  @Test
  void aNameWithHalfASurrogatePairIsRefusedWhereverTheConnectionIs() {
    for (String connection : List.of("alice", "bob")) {
      for (CompletableFuture<Void> change :
          List.of(groups.add(connection, "a\ud800"), groups.remove(connection, "a\ud800"))) {
        assertThat(change)
            .failsWithin(Duration.ZERO)
            .withThrowableOfType(ExecutionException.class)
            .havingCause()
            .isInstanceOf(HubException.class)
            .withMessage(
                "a group name has half a surrogate pair (U+D800) at index 1; a name must be valid"
                    + " Unicode");
      }
    }
    assertThat(groups.add("\udc00", "g"))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(HubException.class)
        .withMessageStartingWith("a connection id has half a surrogate pair (U+DC00) at index 0");
  }

  @Test
  void aGroupNameOverTheBoundIsNotObeyed() {
    byte[] command =
        EnvelopeCodec.writeGroupCommand(new GroupCommand(7, "other", true, "12345678901", "alice"));

    assertThatThrownBy(() -> groups.received(COMMANDS, Envelope.of(command)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than maxGroupNameLength, which is 10");
  }

  @Test
  void aCommandForALocalConnectionIsObeyedAndThenAcknowledgedToItsSender() throws IOException {
    byte[] command =
        EnvelopeCodec.writeGroupCommand(new GroupCommand(7, "other", true, "g", "alice"));

    assertThat(groups.received(COMMANDS, Envelope.of(command))).isTrue();
    runAll();

    backplane.assertSubscriptions("+Chat:group:g");
    FakeBackplane.Publication ack = backplane.nextPublication();
    assertThat(ack.topic()).isEqualTo("Chat:internal:ack:other");
    assertThat(EnvelopeCodec.readAck(ack.bytes())).isEqualTo(7);
    assertInGroup(true);
  }

  @Test
  void aCommandForAConnectionElsewhereIsNotAnswered() throws IOException {
    byte[] command =
        EnvelopeCodec.writeGroupCommand(new GroupCommand(7, "other", true, "g", "bob"));

    assertThat(groups.received(COMMANDS, Envelope.of(command))).isTrue();
    runAll();
  }

  @Test
  void whatCannotBeDecodedIsRefusedAndWhatIsNotMeantForItIsLeftAlone() throws IOException {
    for (String topic : List.of(COMMANDS, MY_ACKS)) {
      assertThatThrownBy(() -> groups.received(topic, Envelope.of(new byte[] {1})))
          .isInstanceOf(IOException.class);
    }
    assertThat(groups.received("Chat:all", Envelope.of(new byte[] {1}))).isFalse();
  }
}
