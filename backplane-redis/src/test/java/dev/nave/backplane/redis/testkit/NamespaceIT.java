package dev.nave.backplane.redis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespaceIT {
  private static final Duration SHORT = Duration.ofMillis(300);

  private Namespace namespace;
  private RedisServer redis;
  private RespClient client;

  @BeforeEach
  void open() {
    namespace = Namespace.create();
    redis = RedisServer.builder().in(namespace).start();
    client = new RespClient(redis.host(), redis.port(), SHORT);
  }

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    if (redis != null) {
      redis.close();
    }
    if (namespace != null) {
      namespace.close();
    }
  }

  private void assertSilentUntilHealed() {
    client.send("PING");
    assertThatThrownBy(client::reply).hasRootCauseInstanceOf(SocketTimeoutException.class);

    namespace.heal();

    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> "PONG".equals(client.reply()));
  }

  @Test
  void losesWhatGoesInEitherDirection() {
    namespace.dropAll();
    assertSilentUntilHealed();
  }

  @Test
  void losesWhatGoesIn() {
    namespace.dropIn();
    assertSilentUntilHealed();
  }

  @Test
  void losesWhatGoesOut() {
    namespace.dropOut();
    assertSilentUntilHealed();
  }

  @Test
  void resetsConnections() {
    namespace.reject();

    assertThatThrownBy(() -> client.command("PING")).hasRootCauseInstanceOf(SocketException.class);
    assertThatThrownBy(() -> redis.command("PING")).hasRootCauseInstanceOf(SocketException.class);
    namespace.heal();
    assertThat(redis.text("PING")).isEqualTo("PONG");
  }

  @Test
  void leavesNothingBehind() {
    String name = namespace.inside().get(3);
    assertThat(ChildProcess.run("ip", "netns", "list")).contains(name);

    redis.close();
    namespace.close();

    assertThat(ChildProcess.run("ip", "netns", "list")).doesNotContain(name);
    assertThat(ChildProcess.run("ip", "link")).doesNotContain(name);
  }
}
