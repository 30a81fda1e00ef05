package dev.nave.hub.internal.clientresults;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.Envelope;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.ResultCodec;
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
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A node of a farm, its client, and the messages by which nodes invoke methods of clients
 * elsewhere.
 */
abstract class ClientResultMessagesFixture {
  static final String RETURNS = "Chat:internal:return:me";
  static final String ACKS = "Chat:internal:ack:me";
  static final String QUESTION =
      "{\"type\":1,\"invocationId\":\"q\",\"target\":\"answer\",\"arguments\":[]}" + END;

  final FakeLoop loop = new FakeLoop(2000);
  final HubLoops loops = new HubLoops(executor -> ((FakeLoop) executor).hubLoop());
  final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  final FakeBackplane network = new FakeBackplane();
  final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxClientResultsPerConnection(1).build());
  final TopicNames names = new TopicNames("Chat");
  final HubRegistry registry =
      new HubRegistry(names, new Subscriptions(network, Duration.ofHours(1)), settings.protocols());
  final PendingClientResults open = new PendingClientResults(2, 1);
  final ClientResultRelay relayed =
      new ClientResultRelay(names, "me", registry, network, settings, open);
  final Fanout fanout = fanout();
  final EnvelopeReceiver receiver =
      new EnvelopeReceiver(registry, settings, FanoutOptions.PLAIN, relayed, fanout.counters());
  final ClientResults results =
      new ClientResults(names, "me", registry, fanout, relayed, open, network, settings, work::add);
  final TestClient alice = TestClient.connect(loop, settings, "alice", "json");

  Fanout fanout() {
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

  void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
    loop.runAll();
  }

  /** Takes the question from the backplane; returns its id. */
  String asked() throws IOException {
    FakeBackplane.Publication question = network.nextPublication();
    assertThat(question.topic()).isEqualTo("Chat:connection:bob");
    ReturnAddress asked = EnvelopeCodec.readInvocation(question.bytes()).asked();
    assertThat(asked).isNotNull();
    assertThat(asked.returnTopic()).isEqualTo(RETURNS);
    return asked.id();
  }

  void heard(String topic, byte[] bytes) throws IOException {
    assertThat(results.received(topic, Envelope.of(bytes))).isTrue();
    runAll();
  }

  static byte[] json(String completion) {
    return ResultCodec.writeCompletion("json", (completion + END).getBytes(UTF_8));
  }

  static void assertRefused(ThrowingCallable call, String text) {
    assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining(text);
  }

  // Another node asks.

  void question(String topic, ReturnAddress asked) throws IOException {
    byte[] envelope =
        EnvelopeCodec.writeInvocation(Set.of(), Map.of("json", QUESTION.getBytes(UTF_8)), asked);
    receiver.received(topic, Envelope.of(envelope));
    runAll();
  }
}
