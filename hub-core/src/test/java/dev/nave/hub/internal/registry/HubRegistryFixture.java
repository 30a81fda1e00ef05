package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The connections of one node on two loops, and its subscriptions. */
abstract class HubRegistryFixture {
  static final int MAX_GROUPS = 3;

  final FakeBackplane backplane = new FakeBackplane();

  final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxGroupsPerConnection(MAX_GROUPS).build());
  final HubRegistry registry =
      new HubRegistry(
          new TopicNames("Chat"),
          new Subscriptions(backplane, Duration.ofHours(1)),
          settings.protocols());
  final FakeLoop first = new FakeLoop(200);
  final FakeLoop second = new FakeLoop();
  final List<TestClient> clients = new ArrayList<>();
  final List<HubLoop> full = new ArrayList<>();

  @AfterEach
  void nothingElseHappened() {
    clients.forEach(TestClient::assertNothingElse);
    backplane.assertNothingElse();
    first.assertClean();
    second.assertClean();
    assertThat(full).isEmpty();
  }

  TestClient client(FakeLoop loop, String id, @Nullable String userId) {
    return client(loop, id, userId, "json");
  }

  TestClient client(FakeLoop loop, String id, @Nullable String userId, String protocol) {
    TestClient client = TestClient.connect(loop, settings, id, protocol);
    clients.add(client);
    assertThat(registry.register(client.connection(), userId)).isDone();
    return client;
  }

  void deliver(String topic, String text, String... excluded) {
    registry.deliver(
        topic,
        OutboundMessage.encoded(Map.of("json", text.getBytes(StandardCharsets.UTF_8))),
        Set.of(excluded),
        full::add);
    first.runAll();
    second.runAll();
  }

  void leave(TestClient client, String group) {
    assertThat(registry.leave(client.connection(), group)).isDone();
  }

  void join(TestClient client, String group) {
    assertThat(registry.join(client.connection(), group)).isDone();
  }

  void forgetSubscriptions() {
    backplane.forgetSubscriptions();
  }
}
