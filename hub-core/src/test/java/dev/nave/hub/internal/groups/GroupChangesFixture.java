package dev.nave.hub.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A node with one connection, and the backplane on which group changes travel. */
abstract class GroupChangesFixture {
  static final String COMMANDS = "Chat:internal:groups";
  static final String MY_ACKS = "Chat:internal:ack:me";

  final FakeBackplane backplane = new FakeBackplane();
  final FakeLoop loop = new FakeLoop();
  final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxGroupNameLength(10).build());
  final TopicNames names = new TopicNames("Chat");
  final Subscriptions subscriptions = new Subscriptions(backplane, Duration.ofHours(1));
  final HubRegistry registry = new HubRegistry(names, subscriptions, settings.protocols());
  final TestClient alice = TestClient.connect(loop, settings, "alice", "json");
  GroupChanges groups = groups(Duration.ofHours(1));

  GroupChanges groups(Duration ackTimeout) {
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

  void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
    loop.runAll();
  }

  void assertInGroup(boolean expected) {
    OutboundMessage x = OutboundMessage.encoded(Map.of("json", new byte[] {'x'}));
    registry.deliver("Chat:group:g", x, Set.of(), full -> {});
    loop.runAll();
    if (expected) {
      alice.link().assertWritten("x");
    }
  }

  static GroupCommand command(FakeBackplane.Publication publication) throws IOException {
    assertThat(publication.topic()).isEqualTo(COMMANDS);
    return EnvelopeCodec.readGroupCommand(publication.bytes());
  }
}
