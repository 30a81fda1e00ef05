package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.RedisEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a script goes that Redis sends elsewhere. */
class ScriptLinkTest {
  @Test
  void goesWhereRedisSendsIt() {
    assertThat(ScriptLink.target("MOVED 3999 127.0.0.1:6381"))
        .isEqualTo(RedisEndpoint.of("127.0.0.1", 6381));
    assertThat(ScriptLink.target("MOVED 3999 ::1:6381")).isEqualTo(RedisEndpoint.of("::1", 6381));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MOVED 3999 :6381",
        "MOVED 3999 host:99999",
        "MOVED 3999 host:",
        "MOVED 3999 host:12345678901",
        "MOVED 3999 host",
        "MOVED "
      })
  void staysWhereTheAddressIsNone(String error) {
    assertThat(ScriptLink.target(error)).isNull();
  }
}
