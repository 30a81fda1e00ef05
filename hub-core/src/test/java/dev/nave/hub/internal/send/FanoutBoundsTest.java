package dev.nave.hub.internal.send;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Sends while a loop is behind or full, over a bound, or in a hub protocol that cannot carry them.
 */
class FanoutBoundsTest extends FanoutFixture {
  @Test
  void anEnvelopeForALoopThatIsFullIsDroppedAndCounted() {
    TestClient alice = client("a", "json", null);
    registry.deliver(
        "Chat:all", OutboundMessage.encoded(Map.of("json", new byte[1000])), Set.of(), full -> {});

    receive(
        "Chat:all",
        Envelope.of(
            EnvelopeCodec.writeInvocation(Set.of(), Map.of("json", new byte[] {'x'}), null)));
    runAll();

    assertThat(settings.counters().droppedOverflow()).isEqualTo(1);
    alice.link().assertWritten("\0".repeat(1000));
  }

  @Test
  void aSendIsRefusedAtOnceWhileALoopIsFull() {
    TestClient alice = client("a", "json", null);
    OutboundMessage large = OutboundMessage.encoded(Map.of("json", new byte[1000]));
    alice.connection().send(large);
    String refusal =
        "not sent: more waits for this server's own connections than maxLoopQueueBytes allows";

    assertFailed(
        fanout.send(Target.all(List.of()), HI_MESSAGE),
        BackplaneUnavailableException.class,
        refusal);
    assertFailed(
        fanout.send(Target.connection("a"), HI_MESSAGE),
        BackplaneUnavailableException.class,
        refusal);

    runAll();
    alice.link().assertWritten("\0".repeat(1000));
    assertThat(fanout.counters().refused()).isEqualTo(1);
  }

  @Test
  void aSendIsDoneOnTheExecutorOnceALoopThatIsBehindHasRoom() {
    TestClient alice = client("a", "json", null);
    alice.connection().send(OutboundMessage.encoded(Map.of("json", new byte[500])));

    CompletableFuture<Void> toAll = fanout.send(Target.all(List.of()), HI_MESSAGE);
    CompletableFuture<Void> toAlice = fanout.send(Target.connection("a"), HI_MESSAGE);
    network.nextPublication();
    assertThat(toAll).isNotDone();
    assertThat(fanout.mayPipeline()).isFalse();
    loop.runAll();
    assertThat(fanout.mayPipeline()).isTrue();
    assertThat(toAll).isNotDone();
    assertThat(toAlice).isNotDone();
    runAll();

    assertThat(toAll).isCompleted();
    assertThat(toAlice).isCompleted();
    alice.link().assertWritten("\0".repeat(500) + HI);
  }

  @Test
  void aMessageOverTheBoundIsRefusedAndOneAtTheBoundIsNot() {
    TestClient alice = client("a", "json", null);
    int empty = "{\"type\":1,\"target\":\"\",\"arguments\":[]}".length() + 1;
    String atBound = "t".repeat(100 - empty);

    assertThat(
            fanout.send(Target.connection("a"), InvocationMessage.send(atBound, Payload.ofAll())))
        .isCompleted();
    assertFailed(
        fanout.send(Target.connection("a"), InvocationMessage.send(atBound + "t", Payload.ofAll())),
        EncodingException.class,
        "a message of 101 bytes is larger than maxSentMessageBytes, which is 100");
    assertFailed(
        fanout.send(Target.all(List.of()), InvocationMessage.send(atBound + "t", Payload.ofAll())),
        EncodingException.class,
        "a message of 101 bytes is larger than maxSentMessageBytes, which is 100");

    runAll();
    alice
        .link()
        .assertWritten("{\"type\":1,\"target\":\"" + atBound + "\",\"arguments\":[]}" + END);
  }

  /** What JSON can say and MessagePack cannot. */
  private static final class OnlyInJson implements JacksonSerializable {
    @Override
    public void serialize(JsonGenerator out, SerializationContext context) {
      if (out.getClass().getName().contains("MessagePack")) {
        throw new IllegalStateException("only in JSON, says the test");
      }
      out.writeNumber(1);
    }

    @Override
    public void serializeWithType(
        JsonGenerator out, SerializationContext context, TypeSerializer types) {
      serialize(out, context);
    }
  }

  @Test
  void aSendThatAnotherDelaysNeedNotFitAHubProtocolThatNobodySpeaks() {
    settings = TestClient.settings(HubOptions.builder().build()); // All sizes fit.
    InMemoryBackplane backplane = alone();
    TestClient alice = client("a", "json", null);
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    duringDelivery =
        () ->
            sent.add(
                fanout.send(
                    Target.all(List.of()),
                    InvocationMessage.send("hi", Payload.of(new OnlyInJson()))));

    sent.add(fanout.send(Target.all(List.of()), HI_MESSAGE));
    runAll();

    alice.link().assertWritten(HI + HI);
    assertThat(sent).hasSize(2).allMatch(CompletableFuture::isDone);
    assertThat(fanout.counters().delivered()).isEqualTo(2);
    backplane.close();
  }

  @Test
  void aMessageThatDoesNotFitOneMembersHubProtocolReachesTheOthers() {
    settings = TestClient.settings(HubOptions.builder().build()); // All sizes fit.
    InMemoryBackplane backplane = alone();
    TestClient alice = client("a", "json", null);
    duringDelivery = () -> client("b", "messagepack", null);

    CompletableFuture<Void> sent =
        fanout.send(
            Target.all(List.of()), InvocationMessage.send("hi", Payload.of(new OnlyInJson())));
    runAll();

    assertThat(sent).isCompleted();
    alice.link().assertWritten(HI);
    assertThat(settings.counters().droppedNotEncoded()).isEqualTo(1);
    backplane.close();
  }
}
