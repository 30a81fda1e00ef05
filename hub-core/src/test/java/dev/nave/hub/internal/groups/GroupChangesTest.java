package dev.nave.hub.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.EnvelopeCodec.GroupCommand;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupChangesTest {
  private static final String COMMANDS = "Chat:internal:groups";
  private static final String MY_ACKS = "Chat:internal:ack:me";

  private final FakeBackplane backplane = new FakeBackplane();
  private final FakeLoop loop = new FakeLoop();
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxGroupNameLength(10).build());
  private final TopicNames names = new TopicNames("Chat");
  private final Subscriptions subscriptions = new Subscriptions(backplane, Duration.ofHours(1));
  private final HubRegistry registry = new HubRegistry(names, subscriptions, settings.protocols());
  private final TestClient alice = TestClient.connect(loop, settings, "alice", "json");
  private GroupChanges groups = groups(Duration.ofHours(1));

  private GroupChanges groups(Duration ackTimeout) {
    return new GroupChanges(names, "me", registry, backplane, settings, ackTimeout, work::add);
  }

  @BeforeEach
  void register() {
    assertThat(registry.register(alice.connection(), null)).isDone();
    assertThat(groups.start(subscriptions)).isDone();
    backplane.assertSubscriptions(
        "+Chat:all", "+Chat:connection:alice", "+" + COMMANDS, "+" + MY_ACKS);
  }

  @AfterEach
  void nothingElseHappened() {
    backplane.assertNothingElse();
    alice.assertNothingElse();
    loop.assertClean();
    assertThat(work).isEmpty();
  }

  private void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
    loop.runAll();
  }

  private void assertInGroup(boolean expected) {
    OutboundMessage x = OutboundMessage.encoded(Map.of("json", new byte[] {'x'}));
    registry.deliver("Chat:group:g", x, Set.of(), full -> {});
    loop.runAll();
    if (expected) {
      alice.link().assertWritten("x");
    }
  }

  private static GroupCommand command(FakeBackplane.Publication publication) throws IOException {
    assertThat(publication.topic()).isEqualTo(COMMANDS);
    return EnvelopeCodec.readGroupCommand(publication.bytes());
  }

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
  void aNameWithHalfASurrogatePairIsRefusedWhereverTheConnectionIs() {
    for (String connection : List.of("alice", "bob")) {
      for (CompletableFuture<Void> change :
          List.of(groups.add(connection, "a\ud800"), groups.remove(connection, "a\ud800"))) {
        assertThat(change)
            .failsWithin(Duration.ZERO)
            .withThrowableOfType(ExecutionException.class)
            .havingCause()
            .isInstanceOf(IllegalArgumentException.class)
            .withMessage(
                "a group name has half a surrogate pair (U+D800) at index 1; a name must be valid"
                    + " Unicode");
      }
    }
    assertThat(groups.add("\udc00", "g"))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(IllegalArgumentException.class)
        .withMessageStartingWith("a connection id has half a surrogate pair (U+DC00) at index 0");
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
  void aGroupNameOverTheBoundIsNotObeyed() {
    byte[] command =
        EnvelopeCodec.writeGroupCommand(new GroupCommand(7, "other", true, "12345678901", "alice"));

    assertThatThrownBy(() -> groups.received(COMMANDS, Envelope.of(command)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than maxGroupNameLength, which is 10");
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
