package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.testkit.RedisCluster;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.RespClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

class ClusterClassicBackplaneIT extends RedisContract {
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
    options.pubSub(PubSubMode.CLASSIC);
  }

  /**
   * A master copies publications to the others, each over one connection, in order: what follows
   * shows that what went before has come.
   */
  @Override
  protected void settle() {
    String fence = "fence:" + UUID.randomUUID();
    List<RespClient> subscribers = new ArrayList<>();
    try {
      for (RedisServer master : cluster.nodes()) {
        RespClient subscriber = master.connect();
        subscribers.add(subscriber);
        subscriber.command("SUBSCRIBE", fence);
      }
      cluster.nodes().forEach(master -> master.command("PUBLISH", fence, master.address()));
      for (RespClient subscriber : subscribers) {
        for (int i = 0; i < subscribers.size(); i++) {
          assertThat(subscriber.reply()).asString().contains(fence);
        }
      }
    } finally {
      subscribers.forEach(RespClient::close);
    }
  }
}
