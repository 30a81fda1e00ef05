package dev.nave.backplane.redis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sentinel and Cluster. */
@ExtendWith(LogsOnFailure.class)
class RedisTopologyIT {
  @Test
  void sentinelsFailOverSeveralTimes() {
    try (RedisSentinels sentinels = RedisSentinels.start(1)) {
      for (int i = 0; i < 2; i++) {
        RedisSentinels.Node before = sentinels.master();

        RedisSentinels.Node after = sentinels.failover();

        assertThat(after).isNotEqualTo(before);
        assertThat(after.role()).isEqualTo("master");
        sentinels.awaitReady();
        assertThat(before.role()).isEqualTo("slave");
      }
    }
  }

  @Test
  void aFailoverThatSentinelGaveUpIsAskedForAgain() {
    try (RedisSentinels sentinels = RedisSentinels.start(1)) {
      RedisSentinels.Node before = sentinels.master();
      sentinels.setFailoverTimeout(Duration.ofMillis(1));
      sentinels.beginFailover();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  sentinels.sentinels().get(0).log().contains("+failover-end-for-timeout")
                      || sentinels.sentinels().get(0).log().contains("-failover-abort"));
      sentinels.setFailoverTimeout(Duration.ofSeconds(6));

      assertThat(sentinels.awaitFailover(before)).isNotEqualTo(before);
    }
  }

  @Test
  void sentinelsReplaceAMasterThatWasKilled() {
    try (RedisSentinels sentinels = RedisSentinels.start(2)) {
      RedisSentinels.Node before = sentinels.master();

      before.server().kill();
      RedisSentinels.Node after = sentinels.awaitMasterOtherThan(before);

      assertThat(after.role()).isEqualTo("master");
    }
  }

  @Test
  void sentinelsNameAnotherMasterWithoutTellingTheOldOne() {
    try (RedisSentinels sentinels = RedisSentinels.start(1)) {
      RedisSentinels.Node before = sentinels.master();

      sentinels.nameMaster(sentinels.replicas().get(0));

      assertThat(sentinels.master()).isNotEqualTo(before);
      assertThat(before.role()).isEqualTo("master");
    }
  }

  @Test
  void aClusterMovesSlotsAndChangesItsNodes() {
    try (RedisCluster cluster = RedisCluster.start(3, 0)) {
      int slot = cluster.slotOf("chat");
      RedisServer before = cluster.ownerOf(slot);
      try (RespClient subscriber = before.connect()) {
        subscriber.command("SSUBSCRIBE", "chat");

        RedisServer added = cluster.addNode();
        cluster.moveSlot(slot, added);

        assertThat(cluster.ownerOf(slot)).isEqualTo(added);
        assertThat(subscriber.reply()).asString().contains("sunsubscribe", "chat");
        cluster.removeNode(before, added);
        assertThat(cluster.masters()).hasSize(3).doesNotContain(before);
      }
    }
  }

  @Test
  void aReplicaOfAClusterTakesOver() {
    try (RedisCluster cluster = RedisCluster.start(3, 1)) {
      RedisServer master = cluster.masters().get(0);
      RedisServer replica = cluster.replicasOf(master).get(0);

      cluster.failover(replica);
      assertThat(cluster.masters()).contains(replica).doesNotContain(master);

      cluster.awaitReady();
      replica.kill();
      cluster.awaitMaster(master);
      assertThat(cluster.masters()).contains(master).hasSize(3);
    }
  }
}
