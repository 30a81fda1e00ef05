package dev.nave.backplane.redis;

import dev.nave.backplane.redis.testkit.RedisServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** The contract on Redis 6.2, the oldest that is supported. */
class RedisSixBackplaneIT extends RedisContract {
  @AutoClose private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.builder().oldest().start();
  }

  @Override
  String connectionString() {
    return redis.address();
  }
}
