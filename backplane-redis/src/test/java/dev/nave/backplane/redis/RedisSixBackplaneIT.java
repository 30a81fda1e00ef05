package dev.nave.backplane.redis;

import dev.nave.backplane.redis.testkit.RedisServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** Needs no command that Redis 6.2 does not have. */
class RedisSixBackplaneIT extends RedisContract {
  @AutoClose private static RedisServer redis;
  private static String connectionString;

  @BeforeAll
  static void start() {
    redis = RedisServer.started();
    connectionString = RedisSixCommands.connectionString(redis);
  }

  @Override
  String connectionString() {
    return connectionString;
  }
}
