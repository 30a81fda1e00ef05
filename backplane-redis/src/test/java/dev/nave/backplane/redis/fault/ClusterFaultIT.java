package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.PubSubMode;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisCluster;
import dev.nave.backplane.redis.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The slots and the nodes of a cluster change. */
@ExtendWith(LogsOnFailure.class)
class ClusterFaultIT {
  /**
   * How often nodes look at the cluster; what they must notice without being told takes so long.
   */
  private static final Duration TOPOLOGY_CHECK = Duration.ofSeconds(1);

  private static final Duration RECOVERY = FastNodes.RECOVERY_FROM_SILENCE.plus(TOPOLOGY_CHECK);
  private static final Duration NOTICED = FastNodes.NOTICED_BY_PROBE.plus(TOPOLOGY_CHECK);

  /** Runs a test on a cluster, under load on topics of every master. */
  private interface ClusterTest {
    void run(RedisCluster cluster, Load load, List<String> topics);
  }

  private static void on(int replicas, PubSubMode mode, ClusterTest test) {
    try (RedisCluster cluster = RedisCluster.start(3, replicas)) {
      List<String> topics = topicsOfAllMasters(cluster);
      try (Load load =
          Load.start(settings(mode).topics(topics), node(cluster, mode), node(cluster, mode))) {
        test.run(cluster, load, topics);
        load.assertHonest();
      }
    }
  }

  private static Load.Settings settings(PubSubMode mode) {
    Load.Settings settings = Load.Settings.noticing(NOTICED);
    return mode == PubSubMode.SHARDED ? settings.downInParts() : settings.passedOn();
  }

  private static RedisBackplane node(RedisCluster cluster, PubSubMode mode) {
    return FastNodes.node(cluster.connectionString(), options -> options.pubSub(mode));
  }

  private static List<String> topicsOfAllMasters(RedisCluster cluster) {
    List<String> topics = new ArrayList<>();
    Set<RedisServer> owners = new HashSet<>();
    for (int i = 0; topics.size() < 6; i++) {
      String topic = "hub:group:" + i;
      if (owners.add(cluster.ownerOf(cluster.slotOf(topic)))) {
        topics.add(topic);
      }
      if (owners.size() == 3) {
        owners.clear(); // Another round: two topics for each.
      }
    }
    return topics;
  }

  private static RedisServer ownerOf(RedisCluster cluster, String topic) {
    return cluster.ownerOf(cluster.slotOf(topic));
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIC", "SHARDED"})
  void followsASlotThatMoves(PubSubMode mode) {
    on(
        0,
        mode,
        (cluster, load, topics) -> {
          for (String topic : topics) {
            RedisServer from = ownerOf(cluster, topic);
            RedisServer to =
                cluster.masters().get(0) == from
                    ? cluster.masters().get(1)
                    : cluster.masters().get(0);
            cluster.moveSlot(cluster.slotOf(topic), to);
            load.assertFlowsWithin(RECOVERY);
          }
          assertThat(load.node(0).outages()).as("a moved slot is no outage").isZero();
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIC", "SHARDED"})
  void usesANodeThatWasAddedAndLeavesOneThatIsRemoved(PubSubMode mode) {
    on(
        0,
        mode,
        (cluster, load, topics) -> {
          RedisServer added = cluster.addNode();
          load.assertFlowsWithin(RECOVERY);
          cluster.moveSlot(cluster.slotOf(topics.get(0)), added);
          load.assertFlowsWithin(RECOVERY);
          if (mode == PubSubMode.SHARDED) {
            assertThat(added.texts("PUBSUB", "SHARDCHANNELS")).contains(topics.get(0));
          }

          RedisServer removed = ownerOf(cluster, topics.get(1));
          cluster.removeNode(removed, added);
          load.assertFlowsWithin(RECOVERY);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIC", "SHARDED"})
  void followsAMasterThatHandsOver(PubSubMode mode) {
    on(
        1,
        mode,
        (cluster, load, topics) -> {
          RedisServer master = ownerOf(cluster, topics.get(0));
          cluster.failover(cluster.replicasOf(master).get(0));
          load.assertFlowsWithin(RECOVERY);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIC", "SHARDED"})
  void goesOnWithTheReplicaOfAMasterThatWasKilled(PubSubMode mode) {
    on(
        1,
        mode,
        (cluster, load, topics) -> {
          RedisServer master = ownerOf(cluster, topics.get(0));
          RedisServer replica = cluster.replicasOf(master).get(0);
          master.kill();
          cluster.awaitMaster(replica);
          load.assertFlowsWithin(RECOVERY);

          master.restart(); // As a replica of its replica.
          cluster.awaitReady();
          load.assertFlowsWithin(RECOVERY);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIC", "SHARDED"})
  void isHonestWhileAMasterWithoutReplicaIsAway(PubSubMode mode) {
    on(
        0,
        mode,
        (cluster, load, topics) -> {
          RedisServer master = ownerOf(cluster, topics.get(0));
          List<String> others =
              topics.stream().filter(topic -> ownerOf(cluster, topic) != master).toList();
          master.kill();
          load.awaitFlow(mode == PubSubMode.SHARDED ? others : topics);
          load.goOn(400);
          master.restart();
          cluster.awaitReady();
          load.assertFlowsWithin(RECOVERY);
        });
  }
}
