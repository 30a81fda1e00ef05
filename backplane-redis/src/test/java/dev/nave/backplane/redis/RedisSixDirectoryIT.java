package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.testkit.RedisServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of the directory on Redis 6.2, the oldest that is supported. */
class RedisSixDirectoryIT extends RedisDirectoryContract {
  @AutoClose private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.builder().oldest().start();
  }

  @Override
  String connectionString() {
    return redis.address();
  }

  @Test
  void runsOnWhatItSays() {
    assertThat(redis.command("INFO", "server")).asString().contains("redis_version:6.2.");
  }
}
