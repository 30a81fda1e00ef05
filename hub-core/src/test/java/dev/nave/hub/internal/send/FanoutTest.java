package dev.nave.hub.internal.send;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.clientresults.ClientResultRelay;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.receive.EnvelopeReceiver;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

class FanoutTest {
  private static final String HI = "{\"type\":1,\"target\":\"hi\",\"arguments\":[1]}" + END;
  private static final InvocationMessage HI_MESSAGE = InvocationMessage.send("hi", Payload.of(1));

  private final FakeLoop loop = new FakeLoop(1000);
  private final HubLoops loops = new HubLoops(executor -> ((FakeLoop) executor).hubLoop());
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<TestClient> clients = new ArrayList<>();
  private final FakeBackplane network = new FakeBackplane();
  private ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxSentMessageBytes(100).build());
  private final TopicNames names = new TopicNames("Chat");
  private HubRegistry registry = registry(network);
  private Fanout fanout = fanout(network);
  private EnvelopeReceiver receiver = receiver(network);
  private Runnable duringDelivery = () -> {};

  private HubRegistry registry(Backplane backplane) {
    return new HubRegistry(
        names, new Subscriptions(backplane, Duration.ofHours(1)), settings.protocols());
  }

  private Fanout fanout(Backplane backplane) {
    loops.of(loop);
    return new Fanout(names, registry, backplane, settings, loops, work::add, FanoutOptions.PLAIN);
  }

  private EnvelopeReceiver receiver(Backplane backplane) {
    return new EnvelopeReceiver(
        registry,
        settings,
        FanoutOptions.PLAIN,
        new ClientResultRelay(
            names, "me", registry, backplane, settings, new PendingClientResults(10, 10)),
        fanout.counters());
  }

  private InMemoryBackplane alone() {
    InMemoryBackplane backplane = InMemoryBackplane.create();
    registry = registry(backplane);
    fanout = fanout(backplane);
    receiver = receiver(backplane);
    backplane
        .start(
            new BackplaneListener() {
              @Override
              public void envelope(String topic, Envelope envelope) {
                Runnable first = duringDelivery;
                duringDelivery = () -> {};
                first.run();
                receive(topic, envelope);
              }

              @Override
              public void event(BackplaneEvent event) {}
            })
        .toCompletableFuture()
        .join();
    return backplane;
  }

  private void receive(String topic, Envelope envelope) {
    try {
      receiver.received(topic, envelope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestClient client(String id, String protocol, @Nullable String userId) {
    TestClient client = TestClient.connect(loop, settings, id, protocol);
    clients.add(client);
    assertThat(registry.register(client.connection(), userId)).isDone();
    network.forgetSubscriptions();
    return client;
  }

  @AfterEach
  void nothingElseHappened() {
    network.assertNothingElse();
    clients.forEach(TestClient::assertNothingElse);
    loop.assertClean();
    assertThat(work).isEmpty();
    assertThat(fanout.counters().published())
        .as("published = delivered + refused + unknown")
        .isEqualTo(
            fanout.counters().delivered()
                + fanout.counters().refused()
                + fanout.counters().unknown());
  }

  private void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  private static <T extends Throwable> void assertFailed(
      CompletableFuture<Void> stage, Class<T> type, String message) {
    assertThat(stage)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(type)
        .withMessage(message);
  }

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
    loop.runAll();
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
