package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.tck.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica accepts publications and hands them to its own subscribers alone. */
@ExtendWith(LogsOnFailure.class)
class ReplicaIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RedisServer master = RedisServer.started();
  private final RedisServer replica = replicaOf(master);
  private final Queue<RedisEvent> events = new ConcurrentLinkedQueue<>();
  private final List<TestNode> nodes = new ArrayList<>();

  private static RedisServer replicaOf(RedisServer master) {
    RedisServer replica = RedisServer.started();
    follow(replica, master);
    return replica;
  }

  private static void follow(RedisServer follower, RedisServer leader) {
    follower.command("REPLICAOF", leader.host(), "" + leader.port());
  }

  private static void promote(RedisServer replica) {
    replica.command("REPLICAOF", "NO", "ONE");
  }

  private TestNode node(String connectionString) {
    TestNode node =
        new TestNode(
            FastNodes.node(connectionString, options -> options.listener(events::add)), PATIENCE);
    nodes.add(node);
    return node;
  }

  private void assertHear(TestNode one, TestNode other) {
    one.subscribe("chat");
    other.subscribe("chat");
    one.publish("chat", "hello");
    one.assertNext("chat=hello");
    other.assertNext("chat=hello");
  }

  private static boolean isRefused(TestNode node, RedisServer server) {
    Throwable cause = node.backplane().health().cause();
    return cause != null
        && String.valueOf(cause.getMessage()).startsWith(server.address() + " is a replica");
  }

  @AfterEach
  void close() {
    nodes.forEach(node -> node.backplane().close());
    replica.close();
    master.close();
  }

  @Test
  void isRefusedAsTheOnlyEndpointUntilItIsPromoted() {
    TestNode node = node(replica.address());
    assertThat(node.startUnawaited()).isNotNull();

    await().atMost(PATIENCE).until(() -> isRefused(node, replica));
    assertThat(node.backplane().health().state()).isEqualTo(State.STARTING);
    node.awaitFailure(node.publishUnawaited("chat", "lost"), BackplaneUnavailableException.class);

    promote(replica);
    node.assertNextEvent(BackplaneEvent.Connected.class);
    assertThat(node.backplane().health().state()).isEqualTo(State.UP);
  }

  @Test
  void isLeftOnceAMasterHasBecomeOneAndUsedAgainOnceItIsAMaster() {
    TestNode node = node(master.address());
    node.start();
    node.assertNextEvent(BackplaneEvent.Connected.class);
    promote(replica);

    follow(master, replica);
    node.assertNextEvent(BackplaneEvent.Disconnected.class);
    assertThat(isRefused(node, master)).isTrue();
    assertThat(events)
        .anyMatch(
            event ->
                event instanceof RedisEvent.Failed failed
                    && String.valueOf(failed.cause().getMessage()).contains("is a replica"));

    promote(master);
    node.assertNextEvent(BackplaneEvent.Restored.class);
    node.publish("chat", "not lost");
  }

  @Test
  void isPassedOverWhereAnotherEndpointIsTheMasterAlsoAfterAFailover() {
    String both = replica.address() + "," + master.address();
    TestNode one = node(both);
    TestNode other = node(both);
    for (TestNode each : nodes) {
      each.start();
      each.assertNextEvent(BackplaneEvent.Connected.class);
    }
    assertHear(one, other);

    promote(replica);
    follow(master, replica);
    for (TestNode each : nodes) {
      each.assertNextEvent(BackplaneEvent.Disconnected.class);
      each.assertNextEvent(BackplaneEvent.Restored.class);
    }

    assertHear(one, other);
    assertThat(replica.subscribers("chat")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resp2", "resp3"})
  void isRefusedWhereTheUserMayNotRunInfo(String protocol) {
    replica.command("ACL", "SETUSER", "app", "on", ">pw", "&*", "+@all", "-info", "-role");
    TestNode node = node(replica.address() + ",user=app,password=pw,protocol=" + protocol);
    assertThat(node.startUnawaited()).isNotNull();

    await().atMost(PATIENCE).until(() -> isRefused(node, replica));
    promote(replica);
    node.assertNextEvent(BackplaneEvent.Connected.class);
  }
}
