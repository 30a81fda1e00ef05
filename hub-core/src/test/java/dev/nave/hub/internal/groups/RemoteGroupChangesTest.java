package dev.nave.hub.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.EnvelopeCodec.GroupCommand;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Group changes of connections that another server has, or may have. */
class RemoteGroupChangesTest extends GroupChangesFixture {
  @Test
  void aConnectionElsewhereIsChangedByACommandAndItsAcknowledgement() throws IOException {
    CompletableFuture<Void> added = groups.add("bob", "g");
    GroupCommand command = command(backplane.nextPublication());
    assertThat(command).isEqualTo(new GroupCommand(command.id(), "me", true, "g", "bob"));
    assertThat(added).isNotDone();

    assertThat(groups.received(MY_ACKS, Envelope.of(EnvelopeCodec.writeAck(command.id()))))
        .isTrue();
    assertThat(added).as("before the executor had its turn").isNotDone();
    runAll();

    assertThat(added).isDone();
  }

  @Test
  void anAcknowledgementOfSomethingElseChangesNothing() throws IOException {
    CompletableFuture<Void> removed = groups.remove("bob", "g");
    GroupCommand command = command(backplane.nextPublication());
    assertThat(command.add()).isFalse();

    groups.received(MY_ACKS, Envelope.of(EnvelopeCodec.writeAck(command.id() + 1)));
    runAll();
    assertThat(removed).isNotDone();

    groups.received(MY_ACKS, Envelope.of(EnvelopeCodec.writeAck(command.id())));
    groups.received(MY_ACKS, Envelope.of(EnvelopeCodec.writeAck(command.id())));
    runAll();
    assertThat(removed).isDone();
  }

  @Test
  void theNumberOfReceiversProvesNothingOverANetwork() throws IOException {
    backplane.outcome(CompletableFuture.completedStage(Receipt.of(1)));

    CompletableFuture<Void> added = groups.add("bob", "g");
    GroupCommand command = command(backplane.nextPublication());
    runAll();
    assertThat(added).isNotDone();

    groups.received(MY_ACKS, Envelope.of(EnvelopeCodec.writeAck(command.id())));
    runAll();
    assertThat(added).isDone();
  }

  @Test
  void aChangeForAConnectionThatNoServerIsSubscribedForDoesNothing() throws IOException {
    backplane.receiverCount(
        topic -> {
          assertThat(topic).isEqualTo("Chat:connection:bob");
          return CompletableFuture.completedStage(OptionalLong.of(0));
        });

    CompletableFuture<Void> added = groups.add("bob", "g");
    command(backplane.nextPublication());
    runAll();

    assertThat(added).isCompleted();
  }

  @Test
  void aChangeIsDoneWhenTheLastServerUnsubscribesWithoutAnAcknowledgement() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    backplane.receiverCount(
        topic ->
            CompletableFuture.completedStage(OptionalLong.of(looks.incrementAndGet() < 3 ? 1 : 0)));

    CompletableFuture<Void> added = groups.add("bob", "g");
    command(backplane.nextPublication());
    runAll();
    await().until(() -> !work.isEmpty());
    runAll();

    assertThat(added).isCompleted();
    assertThat(looks).hasValue(3);
  }

  @Test
  void aCommandForAConnectionThatHasEndedHereIsAcknowledged() throws IOException {
    TestClient carol = TestClient.connect(loop, settings, "carol", "json");
    assertThat(registry.register(carol.connection(), null)).isDone();
    backplane.forgetSubscriptions();
    registry.unregister(carol.connection());
    backplane.forgetSubscriptions();
    byte[] command =
        EnvelopeCodec.writeGroupCommand(new GroupCommand(7, "other", true, "g", "carol"));

    assertThat(groups.received(COMMANDS, Envelope.of(command))).isTrue();
    runAll();

    FakeBackplane.Publication ack = backplane.nextPublication();
    assertThat(ack.topic()).isEqualTo("Chat:internal:ack:other");
    assertThat(EnvelopeCodec.readAck(ack.bytes())).isEqualTo(7);
    carol.assertNothingElse();
  }

  @Test
  void aCommandForAConnectionThatEndsBeforeItsLoopActsIsAcknowledged() throws IOException {
    TestClient carol = TestClient.connect(loop, settings, "carol", "json");
    assertThat(registry.register(carol.connection(), null)).isDone();
    byte[] command =
        EnvelopeCodec.writeGroupCommand(new GroupCommand(7, "other", true, "g", "carol"));

    assertThat(groups.received(COMMANDS, Envelope.of(command))).isTrue();
    registry.unregister(carol.connection());
    runAll();

    backplane.forgetSubscriptions();
    assertThat(EnvelopeCodec.readAck(backplane.nextPublication().bytes())).isEqualTo(7);
    assertInGroup(false);
    carol.assertNothingElse();
  }

  @Test
  void anAcknowledgementIsAwaitedWhileSomebodyMayHaveTheConnection() throws IOException {
    for (OptionalLong count : List.of(OptionalLong.empty(), OptionalLong.of(1))) {
      backplane.receiverCount(topic -> CompletableFuture.completedStage(count));

      CompletableFuture<Void> added = groups.add("bob", "g");
      GroupCommand command = command(backplane.nextPublication());
      runAll();
      assertThat(added).isNotDone();

      groups.received(MY_ACKS, Envelope.of(EnvelopeCodec.writeAck(command.id())));
      runAll();
      assertThat(added).isCompleted();
    }
  }

  @Test
  void nobodyIsAskedAboutACommandThatWasNotSent() throws IOException {
    backplane.receiverCount(
        topic -> {
          throw new AssertionError("asked about " + topic);
        });
    backplane.outcome(CompletableFuture.failedStage(new BackplaneTimeoutException("no answer")));

    CompletableFuture<Void> added = groups.add("bob", "g");
    command(backplane.nextPublication());
    runAll();

    assertThat(added).isCompletedExceptionally();
  }

  @Test
  void aCommandThatCannotBeSentFailsWithTheRefusal() throws IOException {
    BackplaneUnavailableException refusal =
        new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "down");
    backplane.outcome(CompletableFuture.failedStage(refusal));

    CompletableFuture<Void> added = groups.add("bob", "g");
    command(backplane.nextPublication());
    runAll();

    assertThat(added)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isSameAs(refusal);
  }

  @Test
  void anAcknowledgementThatDoesNotComeFailsWithATimeOut() throws IOException {
    groups = groups(Duration.ofMillis(1));

    CompletableFuture<Void> added = groups.add("bob", "g");
    command(backplane.nextPublication());
    await().until(() -> !work.isEmpty());
    runAll();

    assertThat(added)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(BackplaneTimeoutException.class)
        .withMessage(
            "no server acknowledged the group change of connection \"bob\" within PT0.001S: either"
                + " it does not exist, or its server did not answer");
  }
}
