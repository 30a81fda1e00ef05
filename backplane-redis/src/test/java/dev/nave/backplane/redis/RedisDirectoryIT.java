package dev.nave.backplane.redis;

import dev.nave.backplane.redis.testkit.RedisServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

class RedisDirectoryIT extends RedisDirectoryContract {
  @AutoClose private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.started();
  }

  @Override
  String connectionString() {
    return redis.address();
  }
}
