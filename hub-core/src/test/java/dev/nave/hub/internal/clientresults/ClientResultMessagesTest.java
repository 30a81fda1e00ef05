package dev.nave.hub.internal.clientresults;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.ClientResultException;
import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.internal.clients.ClientCall;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.internal.envelope.ResultCodec.Note;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** This server invokes a method of a client of another one. */
class ClientResultMessagesTest extends ClientResultMessagesFixture {
  private CompletableFuture<@Nullable Object> ask(@Nullable Duration timeout) {
    return results.ask(new ClientCall("bob", String.class, "answer", Payload.ofAll(), timeout));
  }

  private CompletableFuture<@Nullable Object> ask() {
    return ask(null);
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
}
