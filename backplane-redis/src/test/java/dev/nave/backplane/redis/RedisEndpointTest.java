package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "redis.example, redis.example, 0, redis.example",
    "Redis_1.Example:6380, redis_1.example, 6380, redis_1.example:6380",
    "10.0.0.1:1, 10.0.0.1, 1, 10.0.0.1:1",
    "host:65535, host, 65535, host:65535",
    "::1, ::1, 0, [::1]",
    "[::1], ::1, 0, [::1]",
    "[FE80::1%eth0]:7000, fe80::1%eth0, 7000, [fe80::1%eth0]:7000",
    "::ffff:10.0.0.1, ::ffff:10.0.0.1, 0, [::ffff:10.0.0.1]",
  })
  void readsHostsAndAddresses(String text, String host, int port, String shown) {
    RedisEndpoint endpoint = RedisEndpoint.parse(text);

    assertThat(endpoint).isEqualTo(new RedisEndpoint(host, port, null)).hasToString(shown);
    assertThat(RedisEndpoint.parse(shown)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "!/run/redis.sock, /run/redis.sock",
    "unix:/run/redis.sock, /run/redis.sock",
    "!@abstract, @abstract",
    "unix:@abstract, @abstract",
  })
  void readsUnixSockets(String text, String path) {
    RedisEndpoint endpoint = RedisEndpoint.parse(text);

    assertThat(endpoint).isEqualTo(RedisEndpoint.unix(path)).hasToString("unix:" + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host:0",
        "host:65536",
        "host:-1",
        "host:",
        "host:x",
        "host:6379x",
        "host:999999",
        ":6379",
        "a b",
        "a/b",
        "[::1",
        "[host]:1",
        "[::1]6379",
        "[::1]x",
        "[]",
        "1:2:3g",
        "::1::g",
        "!",
        "!x",
        "unix:run",
        "unix:/",
        "=x",
        "host:\u0661",
        "ho\u0000st"
      })
  void refusesWhatIsNoEndpoint(String text) {
    assertThatThrownBy(() -> RedisEndpoint.parse(text))
        .isInstanceOf(OptionException.class)
        .message()
        .containsAnyOf("cannot read the endpoint", "a Unix socket is a path");
  }

  @Test
  void showsWhereTheHostEndsAndNoMore() {
    assertThatThrownBy(() -> RedisEndpoint.parse("host:hunter2"))
        .hasMessageStartingWith(
            "cannot read the endpoint that begins with \"host:\": the port must")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> RedisEndpoint.parse("[::1"))
        .hasMessageStartingWith("cannot read the endpoint \"[::1\": a bracket is not closed");
  }

  @Test
  void doesNotShowWhatMayHoldAPassword() {
    assertThatThrownBy(() -> RedisEndpoint.parse("user:hunter2@host:6379"))
        .hasMessageContaining("not shown")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> RedisEndpoint.parse("redis://:hunter2"))
        .hasMessageContaining("not shown")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void pathsOfSocketsHaveALimit() {
    assertThat(RedisEndpoint.unix("/" + "x".repeat(102)).unixSocket()).hasSize(103);
    assertThatThrownBy(() -> RedisEndpoint.unix("/" + "x".repeat(103)))
        .hasMessageContaining("of 2 to 103 characters");
  }

  @Test
  void theRecordChecksItselfToo() {
    assertThatThrownBy(() -> new RedisEndpoint("host", 65_536, null))
        .hasMessage("port must be from 1 to 65535 but was 65536");
    assertThatThrownBy(() -> new RedisEndpoint("", 1, null))
        .hasMessageContaining("no host name or address");
    assertThatThrownBy(() -> new RedisEndpoint("host", 0, "/run/x"))
        .hasMessage("a Unix socket has neither host nor port");
  }

  @Test
  void secretsAreMaskedAndComparedByContent() {
    char[] chars = "hunter2".toCharArray();
    Secret secret = Secret.of(chars);
    chars[0] = 'x';
    secret.reveal()[1] = 'x';

    assertThat(secret.reveal()).containsExactly("hunter2".toCharArray());
    assertThat(secret)
        .hasToString("*****")
        .isEqualTo(Secret.of("hunter2".toCharArray()))
        .hasSameHashCodeAs(Secret.of("hunter2".toCharArray()))
        .isNotEqualTo(Secret.of("hunter3".toCharArray()));
  }
}
