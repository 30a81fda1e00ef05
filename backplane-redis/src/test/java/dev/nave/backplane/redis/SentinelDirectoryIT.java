package dev.nave.backplane.redis;

import dev.nave.backplane.redis.testkit.RedisSentinels;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

class SentinelDirectoryIT extends RedisDirectoryContract {
  @AutoClose private static RedisSentinels sentinels;

  @BeforeAll
  static void start() {
    sentinels = RedisSentinels.start(1);
  }

  @Override
  String connectionString() {
    return sentinels.connectionString();
  }
}
