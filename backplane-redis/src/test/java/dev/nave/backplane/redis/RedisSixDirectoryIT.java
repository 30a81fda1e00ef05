package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.RespClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Needs no command that Redis 6.2 does not have. */
class RedisSixDirectoryIT extends RedisDirectoryContract {
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

  @Test
  void laterCommandsAreRefusedAlsoInScripts() {
    try (RespClient client = redis.connect()) {
      client.command("AUTH", "six", "two");

      assertThatThrownBy(() -> client.command("SPUBLISH", "channel", "text"))
          .hasMessageContaining("NOPERM");
      assertThatThrownBy(
              () -> client.command("EVAL", "return redis.call('LMPOP', 1, 'k', 'LEFT')", "0"))
          .hasMessageContaining("can't run this command");
      assertThat(client.command("EVAL", "return redis.call('HSET', 'k', 'a', 'b')", "0"))
          .isEqualTo(1L);
    }
  }
}
