package dev.nave.hub.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FanoutTest extends FanoutFixture {
  @Test
  void oneLocalConnectionGetsItDirectly() {
    TestClient alice = client("a", "json", null);

    CompletableFuture<Void> sent = fanout.send(Target.connection("a"), HI_MESSAGE);

    assertThat(sent).isCompleted();
    runAll();
    alice.link().assertWritten(HI);
    assertThat(fanout.counters().published()).isZero();
  }

  @Test
  void aConnectionElsewhereGetsItThroughTheBackplane() throws Exception {
    assertThat(fanout.send(Target.connection("b"), HI_MESSAGE)).isCompleted();

    FakeBackplane.Publication publication = network.nextPublication();
    assertThat(publication.topic()).isEqualTo("Chat:connection:b");
    OutboundMessage message = EnvelopeCodec.readInvocation(publication.bytes()).message();
    assertThat(message.encoded(settings.protocols().get(0)))
        .isEqualTo(HI.getBytes(StandardCharsets.UTF_8));
    assertThat(message.encoded(settings.protocols().get(1))).isNotNull();
  }

  @Test
  void aNameWithHalfASurrogatePairIsRefusedWhateverItNames() {
    List<String> bad = List.of("ok", "a\ud800b");
    InvocationMessage badMethod = InvocationMessage.send("\udc00", Payload.of(1));

    for (CompletableFuture<Void> sent :
        List.of(
            fanout.send(Target.groups(bad), HI_MESSAGE),
            fanout.send(Target.users(bad), HI_MESSAGE),
            fanout.send(Target.connections(bad), HI_MESSAGE),
            fanout.send(Target.connection("\ud800"), HI_MESSAGE),
            fanout.send(Target.all(List.of()), badMethod))) {
      assertThat(sent)
          .failsWithin(Duration.ZERO)
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .isInstanceOf(IllegalArgumentException.class)
          .withMessageContaining("half a surrogate pair");
    }
  }

  @Test
  void whatIsForManyIsOnePublicationPerName() {
    client("a", "json", null);

    assertThat(fanout.send(Target.connections(List.of("a", "b")), HI_MESSAGE)).isCompleted();
    assertThat(fanout.send(Target.groups(List.of("g", "h")), HI_MESSAGE)).isCompleted();
    assertThat(fanout.send(Target.users(List.of("ann")), HI_MESSAGE)).isCompleted();
    assertThat(fanout.send(Target.all(List.of()), HI_MESSAGE)).isCompleted();
    assertThat(fanout.send(Target.groups(List.of()), HI_MESSAGE)).isCompleted();

    assertThat(network.nextPublication().topic()).isEqualTo("Chat:connection:a");
    assertThat(network.nextPublication().topic()).isEqualTo("Chat:connection:b");
    assertThat(network.nextPublication().topic()).isEqualTo("Chat:group:g");
    assertThat(network.nextPublication().topic()).isEqualTo("Chat:group:h");
    assertThat(network.nextPublication().topic()).isEqualTo("Chat:user:ann");
    assertThat(network.nextPublication().topic()).isEqualTo("Chat:all");
    assertThat(fanout.counters().published()).isEqualTo(6);
  }

  @Test
  void anEnvelopeFromElsewhereReachesTheMembersOfItsTopic() {
    TestClient alice = client("a", "json", null);
    TestClient bob = client("b", "json", null);
    byte[] envelope =
        EnvelopeCodec.writeInvocation(Set.of("b"), Map.of("json", new byte[] {'x'}), null);

    receive("Chat:all", Envelope.of(envelope));
    runAll();

    alice.link().assertWritten("x");
    bob.link().assertNothingElse();
  }

  @Test
  void anEnvelopeThatCannotBeDecodedIsRefused() {
    assertThatThrownBy(() -> receiver.received("Chat:all", Envelope.of(new byte[] {(byte) 0xC1})))
        .isInstanceOf(IOException.class);

    assertThat(fanout.counters().received()).isZero();
  }

  @Test
  void aSendToSeveralTopicsFailsWithItsWorstOutcomeAndNamesThem() {
    network.outcome(
        CompletableFuture.failedStage(
            new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "down")));
    assertFailed(
        fanout.send(Target.groups(List.of("g", "h")), HI_MESSAGE),
        BackplaneUnavailableException.class,
        "not sent, or not surely, to [Chat:group:g, Chat:group:h]");
    network.outcome(CompletableFuture.failedStage(new BackplaneTimeoutException("no answer")));
    assertFailed(
        fanout.send(Target.groups(List.of("g", "h")), HI_MESSAGE),
        BackplaneTimeoutException.class,
        "not sent, or not surely, to [Chat:group:g, Chat:group:h]");

    for (int i = 0; i < 4; i++) {
      network.nextPublication();
    }
    assertThat(fanout.counters().refused()).isEqualTo(2);
    assertThat(fanout.counters().unknown()).isEqualTo(2);
  }

  @Test
  void aServerThatIsAloneDeliversBeforeTheSendReturns() {
    InMemoryBackplane backplane = alone();
    TestClient alice = client("a", "json", null);
    TestClient bob = client("b", "messagepack", null);

    assertThat(fanout.send(Target.all(List.of("b")), HI_MESSAGE)).isCompleted();
    assertThat(fanout.send(Target.all(List.of()), HI_MESSAGE)).isCompleted();
    runAll();

    alice.link().assertWritten(HI + HI);
    bob.link().assertWrittenHex("0A 96 01 80 C0 A2 68 69 91 01 90");
    backplane.close();
  }
}
