package dev.nave.hub.internal.clientresults;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.ClientResultException;
import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.clients.ClientCall;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.internal.envelope.ResultCodec.Note;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.receive.EnvelopeReceiver;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.send.Fanout;
import dev.nave.hub.internal.send.FanoutOptions;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node says to others, and hears from them, about results of clients. */
class ClientResultMessagesTest {
  private static final String RETURNS = "Chat:internal:return:me";
  private static final String ACKS = "Chat:internal:ack:me";
  private static final String QUESTION =
      "{\"type\":1,\"invocationId\":\"q\",\"target\":\"answer\",\"arguments\":[]}" + END;

  private final FakeLoop loop = new FakeLoop(2000);
  private final HubLoops loops = new HubLoops(executor -> ((FakeLoop) executor).hubLoop());
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final FakeBackplane network = new FakeBackplane();
  private final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxClientResultsPerConnection(1).build());
  private final TopicNames names = new TopicNames("Chat");
  private final HubRegistry registry =
      new HubRegistry(names, new Subscriptions(network, Duration.ofHours(1)), settings.protocols());
  private final PendingClientResults open = new PendingClientResults(2, 1);
  private final ClientResultRelay relayed =
      new ClientResultRelay(names, "me", registry, network, settings, open);
  private final Fanout fanout = fanout();
  private final EnvelopeReceiver receiver =
      new EnvelopeReceiver(registry, settings, FanoutOptions.PLAIN, relayed, fanout.counters());
  private final ClientResults results =
      new ClientResults(names, "me", registry, fanout, relayed, open, network, settings, work::add);
  private final TestClient alice = TestClient.connect(loop, settings, "alice", "json");

  private Fanout fanout() {
    loops.of(loop);
    return new Fanout(names, registry, network, settings, loops, work::add, FanoutOptions.PLAIN);
  }

  @BeforeEach
  void register() {
    assertThat(registry.register(alice.connection(), null)).isDone();
    network.forgetSubscriptions();
  }

  @AfterEach
  void nothingElseHappened() {
    loop.runAll();
    network.assertNothingElse();
    alice.assertNothingElse();
    assertThat(work).isEmpty();
  }

  private void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
    loop.runAll();
  }

  // This node asks.

  private CompletableFuture<@Nullable Object> ask(@Nullable Duration timeout) {
    return results.ask(new ClientCall("bob", String.class, "answer", Payload.ofAll(), timeout));
  }

  private CompletableFuture<@Nullable Object> ask() {
    return ask(null);
  }

  /** Takes the question from the backplane; returns its id. */
  private String asked() throws IOException {
    FakeBackplane.Publication question = network.nextPublication();
    assertThat(question.topic()).isEqualTo("Chat:connection:bob");
    ReturnAddress asked = EnvelopeCodec.readInvocation(question.bytes()).asked();
    assertThat(asked).isNotNull();
    assertThat(asked.returnTopic()).isEqualTo(RETURNS);
    return asked.id();
  }

  private void heard(String topic, byte[] bytes) throws IOException {
    assertThat(results.received(topic, Envelope.of(bytes))).isTrue();
    runAll();
  }

  private static byte[] json(String completion) {
    return ResultCodec.writeCompletion("json", (completion + END).getBytes(UTF_8));
  }

  private static void assertNoAnswer(CompletableFuture<?> asked, Reason reason, String text) {
    assertThat(asked)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            ClientResultException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .withMessageContaining(text);
  }

  @Test
  void anAnswerEndsTheQuestionAndNobodyIsToldThatItIsOver() throws IOException {
    CompletableFuture<@Nullable Object> asked = ask();
    String id = asked();
    heard(ACKS, ResultCodec.writeNote(new Note(id, "you", true)));

    heard(RETURNS, json("{\"type\":3,\"invocationId\":\"" + id + "\",\"result\":\"x\"}"));

    assertThat(asked).isCompletedWithValue("x");
  }

  @Test
  void aNodeThatFellSilentEndsWhatItHadAcknowledged() throws IOException {
    CompletableFuture<@Nullable Object> owned = ask();
    heard(ACKS, ResultCodec.writeNote(new Note(asked(), "you", true)));
    CompletableFuture<@Nullable Object> unknown = ask();
    asked();

    results.died("another");
    runAll();
    assertThat(owned).isNotDone();
    results.died("you");
    runAll();

    assertNoAnswer(owned, Reason.SERVER_LOST, "the server of connection 'bob' stopped responding");
    assertThat(unknown).isNotDone();
  }

  @Test
  void aNodeWhoseQuestionIsCancelledIsTold() throws IOException {
    CompletableFuture<@Nullable Object> asked = ask();
    String id = asked();
    heard(ACKS, ResultCodec.writeNote(new Note(id, "you", true)));

    asked.cancel(false);

    FakeBackplane.Publication note = network.nextPublication();
    assertThat(note.topic()).isEqualTo("Chat:internal:ack:you");
    assertThat(ResultCodec.readNote(note.bytes())).contains(new Note(id, "me", false));
  }

  @Test
  void aNodeThatAcknowledgesAfterTheCancellationIsToldThen() throws IOException {
    CompletableFuture<@Nullable Object> asked = ask();
    String id = asked();
    asked.cancel(false);

    heard(ACKS, ResultCodec.writeNote(new Note(id, "you", true)));

    assertThat(ResultCodec.readNote(network.nextPublication().bytes()))
        .contains(new Note(id, "me", false));
  }

  @Test
  void aQuestionThatNobodyAcknowledgedSaysSoWhenItsTimeIsOver() throws IOException {
    CompletableFuture<@Nullable Object> asked = ask(Duration.ofMillis(1));
    asked();

    await().until(() -> !work.isEmpty());
    runAll();

    assertNoAnswer(asked, Reason.TIMED_OUT, "no server acknowledged that it was asked");
  }

  @Test
  void nobodyWasAskedWhereNobodyIsSubscribed() throws IOException {
    network.outcome(CompletableFuture.completedFuture(Receipt.of(0)));
    CompletableFuture<@Nullable Object> asked = ask();
    asked();
    runAll();
    assertNoAnswer(asked, Reason.NO_SUCH_CONNECTION, "Connection 'bob' does not exist.");

    network.outcome(CompletableFuture.completedFuture(Receipt.UNCOUNTED));
    network.receiverCount(
        topic -> {
          assertThat(topic).isEqualTo("Chat:connection:bob");
          return CompletableFuture.completedFuture(OptionalLong.of(0));
        });
    CompletableFuture<@Nullable Object> counted = ask();
    asked();
    await().until(() -> !work.isEmpty());
    runAll();
    assertNoAnswer(counted, Reason.NO_SUCH_CONNECTION, "does not exist");
  }

  /** Several times: the machine may stand still for longer than an answer has time to arrive. */
  @Test
  void theAnswerOfAClientThatIsGoneAtTheFirstLookCounts() throws IOException {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    for (int i = 0; i < 5 && !reasons.contains(Reason.DISCONNECTED); i++) {
      reasons.add(reasonOfAClientThatIsGoneAtTheFirstLook());
    }
    assertThat(reasons).contains(Reason.DISCONNECTED);
  }

  private Reason reasonOfAClientThatIsGoneAtTheFirstLook() throws IOException {
    CompletableFuture<OptionalLong> look = new CompletableFuture<>();
    network.outcome(CompletableFuture.completedFuture(Receipt.of(1)));
    network.receiverCount(topic -> look);
    CompletableFuture<@Nullable Object> asked = ask();
    String id = asked();

    look.complete(OptionalLong.of(0));
    heard(
        RETURNS,
        json(
            "{\"type\":3,\"invocationId\":\"" + id + "\",\"error\":\"Connection disconnected.\"}"));
    runAll();

    Throwable failure = asked.handle((unused, thrown) -> thrown).join();
    return ((ClientResultException) Objects.requireNonNull(Outcomes.unwrap(failure))).reason();
  }

  @Test
  void aQuestionEndsWhenTheLastServerUnsubscribesWithoutAnAcknowledgement() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    network.outcome(CompletableFuture.completedFuture(Receipt.of(1)));
    network.receiverCount(
        topic ->
            CompletableFuture.completedFuture(
                OptionalLong.of(looks.incrementAndGet() < 3 ? 1 : 0)));

    CompletableFuture<@Nullable Object> asked = ask();
    asked();
    await().until(() -> !work.isEmpty());
    runAll();

    assertNoAnswer(asked, Reason.NO_SUCH_CONNECTION, "does not exist");
    assertThat(looks).hasValue(3);
  }

  @Test
  void aClientThatAnswersWhatAnotherServersClientWasAskedIsClosed() throws IOException {
    CompletableFuture<@Nullable Object> asked = ask();
    String id = asked();

    assertThat(open.answered(alice.connection(), CompletionMessage.withError(id, "mine"))).isTrue();
    runAll();

    alice
        .link()
        .assertWritten(
            "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}"
                + END);
    alice.link().assertDone("close NORMAL");
    alice.assertTold("over");
    alice.assertTold("ended: Connection ID 'alice' is not valid for invocation ID '" + id + "'.");
    heard(RETURNS, json("{\"type\":3,\"invocationId\":\"" + id + "\",\"result\":\"x\"}"));
    assertThat(asked).isCompletedWithValue("x");
    assertThat(open.answered(alice.connection(), CompletionMessage.withError(id, "late")))
        .as("once it is over, its id means nothing")
        .isFalse();
  }

  @Test
  void aNameWithHalfASurrogatePairIsRefusedInQuestions() {
    for (ClientCall call :
        List.of(
            new ClientCall("a\ud800", String.class, "answer", Payload.ofAll(), null),
            new ClientCall("alice", String.class, "\udc00", Payload.ofAll(), null),
            new ClientCall("bob", String.class, "\udc00", Payload.ofAll(), null))) {
      assertThat(results.ask(call))
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withCauseInstanceOf(IllegalArgumentException.class)
          .withMessageContaining("half a surrogate pair");
    }
  }

  @Test
  void whoAcknowledgedIsThereWhateverTheCountSays() throws IOException {
    CompletableFuture<OptionalLong> count = new CompletableFuture<>();
    network.receiverCount(topic -> count);
    CompletableFuture<@Nullable Object> asked = ask();
    heard(ACKS, ResultCodec.writeNote(new Note(asked(), "you", true)));

    count.complete(OptionalLong.of(0));
    runAll();

    assertThat(asked).isNotDone();
  }

  @Test
  void aRefusedPublicationFailsTheQuestion() throws IOException {
    network.outcome(
        CompletableFuture.failedFuture(
            new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "down")));
    CompletableFuture<@Nullable Object> asked = ask();
    asked();
    runAll();

    assertThat(asked)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(BackplaneUnavailableException.class);
  }

  @Test
  void whatIsNoAnswerIsRefusedAndOneThatNobodyWaitsForIsDropped() throws IOException {
    assertRefused(() -> heard(RETURNS, new byte[] {1}), "not a valid Completion");
    assertRefused(
        () -> heard(RETURNS, ResultCodec.writeCompletion("xml", new byte[0])),
        "\"xml\", which this hub does not speak");
    assertRefused(() -> heard(RETURNS, json("{\"type\":6}")), "no completion");
    assertRefused(() -> heard(RETURNS, json("{")), "no json");
    assertRefused(
        () -> heard(RETURNS, ResultCodec.writeCompletion("json", "{".getBytes(UTF_8))),
        "no completion");

    heard(RETURNS, json("{\"type\":3,\"invocationId\":\"unknown\",\"result\":\"x\"}"));
  }

  private static void assertRefused(ThrowingCallable call, String text) {
    assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining(text);
  }

  // Another node asks.

  private void question(String topic, ReturnAddress asked) throws IOException {
    byte[] envelope =
        EnvelopeCodec.writeInvocation(Set.of(), Map.of("json", QUESTION.getBytes(UTF_8)), asked);
    receiver.received(topic, Envelope.of(envelope));
    runAll();
  }

  private void questionOfOurs(String origin) throws IOException {
    byte[] front =
        EnvelopeCodec.writeFrontOfNumber(
            Set.of(),
            Map.of("json", QUESTION.getBytes(UTF_8)),
            new ReturnAddress("q", "Chat:internal:return:" + origin, null),
            origin);
    byte[] envelope = Arrays.copyOf(front, front.length + 1);
    envelope[front.length] = 1;
    receiver.received("Chat:connection:alice", Envelope.of(envelope));
    runAll();
  }

  private void assertPublished(String topic, String completion) throws IOException {
    FakeBackplane.Publication next = network.nextPublication();
    assertThat(next.topic()).isEqualTo(topic);
    ResultCodec.Completion published = ResultCodec.readCompletion(next.bytes());
    assertThat(published.protocol).isEqualTo("json");
    assertThat(new String(published.bytes, UTF_8)).isEqualTo(completion + END);
  }

  @Test
  void aClientIsAskedAndItsAnswerHandedBack() throws IOException {
    question(
        "Chat:connection:alice", new ReturnAddress("q", "Chat:internal:return:stranger", null));
    alice.link().assertWritten(QUESTION);

    open.answered(alice.connection(), CompletionMessage.withResult("q", 7));

    assertPublished(
        "Chat:internal:return:stranger", "{\"type\":3,\"invocationId\":\"q\",\"result\":7}");
  }

  @Test
  void anAnswerThatIsTooLargeForTheBackplaneIsAnError() throws IOException {
    question("Chat:connection:alice", new ReturnAddress("q", "Chat:internal:return:s", null));
    alice.link().assertWritten(QUESTION);
    network.outcome(
        CompletableFuture.failedFuture(
            new BackplaneUnavailableException(RefusalReason.TOO_LARGE, "a test says so")));

    open.answered(alice.connection(), CompletionMessage.withResult("q", 7));

    network.nextPublication();
    assertPublished(
        "Chat:internal:return:s",
        "{\"type\":3,\"invocationId\":\"q\",\"error\":\"The result is larger than what servers can"
            + " hand on.\"}");
  }

  @Test
  void aNodeOfOursIsToldThatItsQuestionWasPut() throws IOException {
    questionOfOurs("you");

    alice.link().assertWritten(QUESTION);
    FakeBackplane.Publication note = network.nextPublication();
    assertThat(note.topic()).isEqualTo("Chat:internal:ack:you");
    assertThat(ResultCodec.readNote(note.bytes())).contains(new Note("q", "me", true));
  }

  @Test
  void aClientThatIsNotThereOrLeavesIsDisconnected() throws IOException {
    String disconnected =
        "{\"type\":3,\"invocationId\":\"q\",\"error\":\"Connection disconnected.\"}";
    question("Chat:connection:nobody", new ReturnAddress("q", "Chat:internal:return:s", null));
    assertPublished("Chat:internal:return:s", disconnected);

    question("Chat:connection:alice", new ReturnAddress("q", "Chat:internal:return:s", null));
    alice.link().assertWritten(QUESTION);
    open.ended(alice.connection());
    assertPublished("Chat:internal:return:s", disconnected);

    question("Chat:connection:alice", new ReturnAddress("q", "Chat:internal:return:s", null));
    assertPublished("Chat:internal:return:s", disconnected);
  }

  @Test
  void aClientThatOwesTooMuchIsNotAsked() throws IOException {
    question("Chat:connection:alice", new ReturnAddress("q", "Chat:internal:return:s", null));
    alice.link().assertWritten(QUESTION);

    question("Chat:connection:alice", new ReturnAddress("q2", "Chat:internal:return:s", null));

    assertPublished(
        "Chat:internal:return:s",
        "{\"type\":3,\"invocationId\":\"q2\",\"error\":\"The connection owes too many results.\"}");
  }

  @Test
  void aQuestionThatItsNodeDoesNotWaitForAnyMoreIsForgotten() throws IOException {
    questionOfOurs("you");
    alice.link().assertWritten(QUESTION);
    network.nextPublication();

    heard(ACKS, ResultCodec.writeNote(new Note("q", "another", false)));
    assertThat(open.size()).as("somebody else's word").isEqualTo(1);
    heard(ACKS, ResultCodec.writeNote(new Note("q", "you", false)));

    assertThat(open.size()).isZero();
  }

  @Test
  void whatANodeThatFellSilentHadAskedIsForgotten() throws IOException {
    questionOfOurs("you");
    alice.link().assertWritten(QUESTION);
    network.nextPublication();

    results.died("another");
    assertThat(open.size()).isEqualTo(1);
    results.died("you");

    assertThat(open.size()).isZero();
  }

  @Test
  void answersGoNowhereButToReturnTopicsOfThisHub() {
    for (String topic :
        new String[] {"Other:internal:return:s", "Chat:all", "Chat:internal:return", ""}) {
      assertRefused(
          () -> question("Chat:connection:alice", new ReturnAddress("q", topic, null)),
          "which is no return topic of this hub");
    }
    String endless = "Chat:internal:return:" + "s".repeat(257);
    assertRefused(
        () -> question("Chat:connection:alice", new ReturnAddress("q", endless, null)),
        "no return topic of this hub");
  }

  @Test
  void questionsAreForOneConnectionAndHaveIdsOfReasonableLength() {
    ReturnAddress asked = new ReturnAddress("q", "Chat:internal:return:s", null);
    assertRefused(
        () -> question("Chat:all", asked), "a client result is requested of one connection");
    assertRefused(
        () ->
            question(
                "Chat:connection:alice",
                new ReturnAddress("q".repeat(129), "Chat:internal:return:s", null)),
        "an id of 129 characters; the bound is 128");
    assertRefused(
        () ->
            question(
                "Chat:connection:alice", new ReturnAddress("", "Chat:internal:return:s", null)),
        "an id of 0 characters");
  }

  @Test
  void aQuestionThatDoesNotExistInTheClientsProtocolIsRefused() throws IOException {
    byte[] envelope =
        EnvelopeCodec.writeInvocation(
            Set.of(),
            Map.of("messagepack", new byte[] {1}),
            new ReturnAddress("q", "Chat:internal:return:s", null));
    receiver.received("Chat:connection:alice", Envelope.of(envelope));

    assertPublished(
        "Chat:internal:return:s",
        "{\"type\":3,\"invocationId\":\"q\",\"error\":\"The question does not exist in the hub"
            + " protocol of the connection.\"}");
  }
}
