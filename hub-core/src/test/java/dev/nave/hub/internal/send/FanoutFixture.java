package dev.nave.hub.internal.send;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.clientresults.ClientResultRelay;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.receive.EnvelopeReceiver;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A node, its clients, and the backplane on which its sends travel. */
abstract class FanoutFixture {
  static final String HI = "{\"type\":1,\"target\":\"hi\",\"arguments\":[1]}" + END;
  static final InvocationMessage HI_MESSAGE = InvocationMessage.send("hi", Payload.of(1));

  final FakeLoop loop = new FakeLoop(1000);
  final HubLoops loops = new HubLoops(executor -> ((FakeLoop) executor).hubLoop());
  final Queue<Runnable> work = new ArrayDeque<>();
  final List<TestClient> clients = new ArrayList<>();
  final FakeBackplane network = new FakeBackplane();
  ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxSentMessageBytes(100).build());
  final TopicNames names = new TopicNames("Chat");
  HubRegistry registry = registry(network);
  Fanout fanout = fanout(network);
  EnvelopeReceiver receiver = receiver(network);
  Runnable duringDelivery = () -> {};

  HubRegistry registry(Backplane backplane) {
    return new HubRegistry(
        names, new Subscriptions(backplane, Duration.ofHours(1)), settings.protocols());
  }

  Fanout fanout(Backplane backplane) {
    loops.of(loop);
    return new Fanout(names, registry, backplane, settings, loops, work::add, FanoutOptions.PLAIN);
  }

  EnvelopeReceiver receiver(Backplane backplane) {
    return new EnvelopeReceiver(
        registry,
        settings,
        FanoutOptions.PLAIN,
        new ClientResultRelay(
            names, "me", registry, backplane, settings, new PendingClientResults(10, 10)),
        fanout.counters());
  }

  InMemoryBackplane alone() {
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

  void receive(String topic, Envelope envelope) {
    try {
      receiver.received(topic, envelope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestClient client(String id, String protocol, @Nullable String userId) {
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

  void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  static <T extends Throwable> void assertFailed(
      CompletableFuture<Void> stage, Class<T> type, String message) {
    assertThat(stage)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(type)
        .withMessage(message);
  }
}
