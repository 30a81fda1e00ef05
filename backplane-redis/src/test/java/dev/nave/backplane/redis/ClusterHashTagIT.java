package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisCluster;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.tck.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sharded pub/sub where names have braces, by which Redis Cluster chooses slots. */
@ExtendWith(LogsOnFailure.class)
class ClusterHashTagIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @AutoClose private static RedisCluster cluster;

  private final List<TestNode> nodes = new ArrayList<>();

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(3, 0);
  }

  @AfterEach
  void close() {
    nodes.forEach(node -> node.backplane().close());
  }

  private TestNode join(String prefix) {
    TestNode node =
        new TestNode(
            RedisBackplane.create(
                cluster.connectionString(),
                options ->
                    options
                        .channelPrefix(prefix)
                        .pubSub(PubSubMode.SHARDED)
                        .topologyCheckInterval(Duration.ofMillis(500))),
            PATIENCE);
    nodes.add(node);
    node.start();
    node.assertNextEvent(BackplaneEvent.Connected.class);
    return node;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app:",
        "{app}:",
        "a{pp}:",
        "{a}{b}:",
        "{{app}}:",
        "{}:",
        "{}{app}:",
        "{app:",
        "app}:",
        "}app{:",
        "}{",
        "{",
        "{app}"
      })
  void carriesEveryTopicUnderEveryPrefix(String prefix) {
    List<String> topics =
        List.of(
            "Chat:all",
            "Chat:group:{room}",
            "Chat:group:{}",
            "Chat:group:}{",
            "Chat:group:{open",
            "Chat:user:closed}",
            "{Chat}:all",
            "{Chat}:group:{room}",
            "{}:all",
            "{Chat:all",
            "Chat}:all");
    TestNode alice = join(prefix);
    TestNode bob = join(prefix);
    topics.forEach(bob::subscribe);

    topics.forEach(
        topic -> assertThat(alice.publish(topic, "hello").receivers()).as(topic).hasValue(1));

    bob.assertNextInAnyOrder(topics.stream().map(topic -> topic + "=hello").toList());
  }

  @Test
  void followsTheSlotOfAHashTagToAnotherMaster() {
    TestNode alice = join("{moved}:");
    TestNode bob = join("{moved}:");
    bob.subscribe("chat");
    int slot = cluster.slotOf("{moved}:chat");
    RedisServer before = cluster.ownerOf(slot);
    RedisServer after =
        cluster.masters().stream().filter(each -> each != before).findFirst().orElseThrow();

    cluster.moveSlot(slot, after);

    for (TestNode node : nodes) {
      node.assertNextEvent(BackplaneEvent.Disconnected.class);
      node.assertNextEvent(BackplaneEvent.Restored.class);
    }
    alice.publish("chat", "hello");
    bob.assertNext("chat=hello");
  }
}
