package dev.nave.backplane.redis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.TcpProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyIT {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(10);

  private RedisServer redis;
  private TcpProxy proxy;

  @BeforeEach
  void open() {
    redis = RedisServer.started();
    proxy = TcpProxy.before(redis);
  }

  @AfterEach
  void close() {
    proxy.close();
    redis.close();
  }

  private RespClient client(Duration timeout) {
    return new RespClient("127.0.0.1", proxy.port(), timeout);
  }

  private static void ping(RespClient client) {
    assertThat(client.command("PING")).isEqualTo("PONG");
  }

  @Test
  void passesEverythingOnAndCounts() {
    try (RespClient client = client(LONG)) {
      String text = "x".repeat(1_000_000);
      assertThat(client.command("ECHO", text)).isEqualTo(text);
    }

    await().until(() -> proxy.open() == 0);
    assertThat(proxy.accepted()).isEqualTo(1);
    assertThat(proxy.bytes(Direction.TO_SERVER)).isGreaterThan(1_000_000);
    assertThat(proxy.bytes(Direction.TO_CLIENT)).isGreaterThan(1_000_000);
  }

  @Test
  void holdsBytesWhilePausedAndThenLetsThemGo() {
    try (RespClient client = client(SHORT)) {
      ping(client);

      proxy.pause(Direction.TO_CLIENT);
      assertThatThrownBy(() -> client.command("PING"))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      proxy.resume();

      await().ignoreExceptions().until(() -> "PONG".equals(client.reply()));
    }
  }

  @Test
  void letsOldConnectionsGoSilentForGoodWithoutTheOtherSideKnowing() {
    try (RespClient silent = client(SHORT)) {
      silent.command("SUBSCRIBE", "chat");

      proxy.blackhole();
      assertThat(redis.number("PUBLISH", "chat", "hello")).isEqualTo(1);
      assertThatThrownBy(silent::reply).hasRootCauseInstanceOf(SocketTimeoutException.class);
    }
    try (RespClient client = client(LONG)) {
      ping(client);
    }
    assertThat(redis.subscribers("chat")).as("Redis was not told that it closed").isEqualTo(1);
    assertThat(proxy.open()).isPositive();
  }

  @Test
  void cutsWithAReset() {
    try (RespClient client = client(LONG)) {
      ping(client);

      proxy.cut();

      assertThatThrownBy(() -> client.command("PING")).hasRootCauseInstanceOf(IOException.class);
    }
    try (RespClient client = client(LONG)) {
      ping(client);
    }
  }

  @Test
  void refusesOnlyNewConnections() {
    try (RespClient old = client(LONG)) {
      ping(old);

      proxy.refuse();
      assertThatThrownBy(() -> client(LONG))
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseInstanceOf(SocketException.class);
      ping(old);
      proxy.accept();

      client(LONG).close();
    }
  }

  @Test
  void delaysWithoutHoldingUpWhatFollows() {
    proxy.delay(Duration.ofMillis(200), Duration.ofMillis(50));
    try (RespClient client = client(LONG)) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        client.send("ECHO", "" + i);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(client.reply()).isEqualTo("" + i);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
    }
  }

  @Test
  void throttles() {
    proxy.throttle(50_000);
    try (RespClient client = client(LONG)) {
      long start = System.nanoTime();
      assertThat(client.command("ECHO", "x".repeat(25_000))).isNotNull();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    }
  }

  @Test
  void slices() {
    proxy.slice(3);
    try (RespClient client = client(LONG)) {
      String text = "abcdefghij".repeat(100);
      assertThat(client.command("ECHO", text)).isEqualTo(text);
    }
  }

  @Test
  void closesWithinAMessage() {
    proxy.closeAfter(50);
    try (RespClient client = client(LONG)) {
      ping(client);

      assertThatThrownBy(() -> client.command("ECHO", "x".repeat(100)))
          .hasRootCauseInstanceOf(IOException.class);
    }
    assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(50);
  }

  @Test
  void closesLate() {
    proxy.closeSlowly(Duration.ofMillis(300));
    try (RespClient client = client(LONG)) {
      client.command("SUBSCRIBE", "chat");
    }

    assertThat(redis.subscribers("chat")).isEqualTo(1);
    await().until(() -> redis.subscribers("chat") == 0);
  }
}
