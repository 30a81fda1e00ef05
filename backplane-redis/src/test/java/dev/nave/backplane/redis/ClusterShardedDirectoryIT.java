package dev.nave.backplane.redis;

import dev.nave.backplane.redis.testkit.RedisCluster;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

class ClusterShardedDirectoryIT extends RedisDirectoryContract {
  @AutoClose private static RedisCluster cluster;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(3, 0);
  }

  @Override
  String connectionString() {
    return cluster.connectionString();
  }

  @Override
  void configure(RedisOptions.Builder options) {
    options.pubSub(PubSubMode.SHARDED).directoryPartitions(4);
  }
}
