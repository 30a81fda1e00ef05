package dev.nave.hub.internal.clientresults;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.internal.envelope.ResultCodec.Note;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.protocol.CompletionMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Another server invokes a method of a client of this one. */
class ClientResultRelayTest extends ClientResultMessagesFixture {
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
        "{\"type\":3,\"invocationId\":\"q2\",\"error\":\"The connection has too many pending results.\"}");
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
