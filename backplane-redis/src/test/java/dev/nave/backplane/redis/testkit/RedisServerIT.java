package dev.nave.backplane.redis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogsOnFailure.class)
class RedisServerIT {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void answersOnItsPort() {
    try (RedisServer redis = RedisServer.started()) {
      assertThat(redis.text("PING")).isEqualTo("PONG");
      assertThat(redis.number("PUBLISH", "unused", "hello")).isZero();
      assertThat(redis.texts("CONFIG", "GET", "save")).containsExactly("save", "");
      assertThat(redis.info("redis_version")).isNotEmpty();
    }
  }

  @Test
  void refusesConnectionsWhileKilledAndComesBackOnTheSamePort() {
    try (RedisServer redis = RedisServer.started()) {
      String before = redis.info("run_id");

      redis.kill();
      assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(UncheckedIOException.class);
      redis.restart();

      assertThat(redis.info("run_id")).isNotEqualTo(before);
    }
  }

  @Test
  void staysSilentWhileFrozen() {
    try (RedisServer redis = RedisServer.started();
        RespClient client = new RespClient(redis.host(), redis.port(), SHORT)) {
      redis.freeze();
      client.send("PING");
      assertThatThrownBy(client::reply).hasRootCauseInstanceOf(java.io.IOException.class);

      redis.thaw();
      await().ignoreExceptions().until(() -> "PONG".equals(client.reply()));
    }
  }

  @Test
  void obeysItsConfigurationButLetsTheTestIn() {
    try (RedisServer redis = RedisServer.started("requirepass secret", "maxclients 50");
        RespClient unknownClient = new RespClient(redis.host(), redis.port(), SHORT)) {
      assertThatThrownBy(() -> unknownClient.command("PING")).hasMessageContaining("NOAUTH");
      assertThat(unknownClient.command("AUTH", "secret")).isEqualTo("OK");
      assertThat(redis.texts("CONFIG", "GET", "maxclients")).contains("50");
    }
  }

  @Test
  void saysThatItIsLoading() {
    try (RedisServer redis =
        RedisServer.started("key-load-delay 200", "loading-process-events-interval-bytes 1024")) {
      redis.command("DEBUG", "POPULATE", "10000");
      redis.command("SAVE");
      redis.kill();

      redis.launch();

      await()
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> redis.command("PING")).hasMessageContaining("LOADING"));
    }
  }

  @Test
  void speaksTls() throws Exception {
    try (RedisServer redis = RedisServer.builder().tls().start();
        Socket socket =
            trusting(redis)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), redis.tlsPort())) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));

      assertThat(socket.getInputStream().readNBytes(7))
          .isEqualTo("+PONG\r\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static SSLContext trusting(RedisServer redis) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(redis.certificate())) {
      trusted.setCertificateEntry(
          "redis", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void listensOnAUnixSocket() throws Exception {
    try (RedisServer redis = RedisServer.builder().unixSocket().start();
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(redis.unixSocket()));
      channel.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.UTF_8)));

      ByteBuffer reply = ByteBuffer.allocate(7);
      channel.read(reply);
      assertThat(new String(reply.array(), StandardCharsets.UTF_8)).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void leavesNothingBehind() {
    RedisServer redis = RedisServer.builder().unixSocket().start();
    var folder = redis.unixSocket().getParent();

    redis.close();

    assertThat(folder).doesNotExist();
    assertThat(redis.isRunning()).isFalse();
  }

  @Test
  void explainsWhyItDidNotStart() {
    assertThatThrownBy(() -> RedisServer.started("no-such-directive yes"))
        .hasStackTraceContaining("no-such-directive");
  }

  @Test
  void runsTheProgramOfALibraryWhereToldSo() {
    String before = System.getProperty("nave.redis");
    System.setProperty("nave.redis", "embedded");
    try (RedisServer redis = RedisServer.started()) {
      assertThat(redis.info("executable")).contains("7.0.15");
      assertThat(redis.texts("PUBSUB", "SHARDNUMSUB", "x")).isEqualTo(List.of("x", "0"));
    } finally {
      if (before == null) {
        System.clearProperty("nave.redis");
      } else {
        System.setProperty("nave.redis", before);
      }
    }
  }
}
