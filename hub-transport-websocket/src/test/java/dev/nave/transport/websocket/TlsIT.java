package dev.nave.transport.websocket;

import static dev.nave.hub.transport.tck.FallbackClient.completion;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.FakeEndpoint;
import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.SelfSigned;
import dev.nave.transport.websocket.testkit.TestLog;
import dev.nave.transport.websocket.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class TlsIT {
  @TempDir private static Path folder;
  private static SelfSigned certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = SelfSigned.make(folder);
  }

  @Test
  void servesWithPemFiles() {
    assertServes(TlsSettings.pem(certificate.chainPem(), certificate.keyPem()));
  }

  @Test
  void servesWithAKeyStore() {
    assertServes(TlsSettings.keyStore(certificate.store(), SelfSigned.PASSWORD.toCharArray()));
  }

  @Test
  void plainHttpToATlsPortHasALineForTheOperator() {
    TlsSettings tls = TlsSettings.pem(certificate.chainPem(), certificate.keyPem());
    try (TestServer server = TestServer.start(settings -> settings.tls(tls));
        RawClient client = server.connect()) {
      client.send("GET /hub HTTP/1.1\r\nHost: x\r\n\r\n");

      Awaitility.await()
          .until(
              () ->
                  TestLog.linesWith("INFO dev.nave.transport.refusals").stream()
                      .anyMatch(line -> line.contains("speaks no TLS on a port")));
    }
  }

  private static void assertServes(TlsSettings tls) {
    try (TestServer server = TestServer.start(settings -> settings.tls(tls));
        RawClient client = certificate.connect(server.port())) {
      client.send("POST /hub/negotiate HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.read().body()).isEqualTo("POST /hub/negotiate");
      assertThat(server.endpoint().requests().get(0).isSecure()).isTrue();
      client.upgrade("/hub");
      FakeConnection connection = server.connection();
      client.send(RawClient.frame(0x81, "secret"));
      connection.awaitReceived("secret");

      connection.send("x".repeat(16 << 20));
      assertThat(connection.onLoop(TransportConnection::pendingBytes)).isPositive();
      assertThat(client.readText()).hasSize(16 << 20);
      Awaitility.await().until(() -> connection.writableCalls() > 0);
      assertThat(connection.onLoop(TransportConnection::pendingBytes)).isZero();

      connection.doOnLoop(link -> link.close(CloseStatus.NORMAL));
      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      client.send(RawClient.closeFrame(1000));
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void abortsAndRefusesOverTls() {
    TlsSettings tls = TlsSettings.pem(certificate.chainPem(), certificate.keyPem());
    try (TestServer server = TestServer.start(settings -> settings.tls(tls));
        RawClient client = certificate.connect(server.port());
        RawClient other = certificate.connect(server.port())) {
      client.upgrade("/hub");
      client.send(RawClient.unmaskedFrame(0x81, "bare"));
      assertThat(client.readFrame().closeCode()).isEqualTo(1002);
      assertThat(client.readEnd()).isEqualTo("closed");

      other.upgrade("/hub");
      server.connection().doOnLoop(link -> link.abort());
      assertThat(other.readEnd()).isEqualTo("reset");
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void carriesPollsAndEventStreams() throws InterruptedException {
    TlsSettings tls = TlsSettings.pem(certificate.chainPem(), certificate.keyPem());
    try (EchoServer server = EchoServer.start(http -> http.tls(tls), hub -> {});
        FallbackClient polls =
            FallbackClient.poll(EchoServer.HUB, () -> certificate.connect(server.port()));
        FallbackClient events =
            FallbackClient.negotiate(EchoServer.HUB, () -> certificate.connect(server.port()));
        RawClient stream = events.stream()) {
      polls.post(invocation("1", "echo", "secret"));
      events.post(invocation("2", "echo", "secret"));

      assertThat(polls.poll().body()).isEqualTo(completion("1", "secret"));
      assertThat(stream.readChunk()).contains(completion("2", "secret"));
      stream.close();
      assertThat(server.nextEnd()).isEmpty();
    }
  }

  @Test
  void endsAWebSocketWhoseTlsIsBrokenAndLogsNoneOfIt() throws IOException {
    TlsSettings tls = TlsSettings.pem(certificate.chainPem(), certificate.keyPem());
    try (TestServer server = TestServer.start(settings -> settings.tls(tls));
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
        RawClient client = certificate.over(plain)) {
      client.upgrade("/hub");
      plain.getOutputStream().write("no TLS record: s3cret".getBytes(StandardCharsets.US_ASCII));

      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.CUT);
      assertThat(server.connection().cause()).isNotNull();
      assertThat(TestLog.linesWith("dev.nave"))
          .noneMatch(
              line ->
                  line.contains(
                      HexFormat.of().formatHex("s3cret".getBytes(StandardCharsets.US_ASCII))));
    }
  }

  @Test
  void endsAConnectionThatSpeaksNoTls() {
    TlsSettings tls = TlsSettings.pem(certificate.chainPem(), certificate.keyPem());
    try (TestServer server =
            TestServer.start(settings -> settings.tls(tls).requestTimeout(Duration.ofMillis(100)));
        RawClient silent = server.connect()) {
      assertThat(silent.readEnd()).isIn("closed", "reset");
      assertThat(server.endpoint().requests()).isEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithACertificate() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertThatThrownBy(() -> start(TlsSettings.pem(empty, certificate.keyPem())))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot serve TLS with TlsSettings[")
        .hasMessageContaining("empty.pem");
    assertThatThrownBy(() -> start(TlsSettings.pem(folder.resolve("none"), certificate.keyPem())))
        .hasMessageContaining("none");
    assertThatThrownBy(
            () -> start(TlsSettings.keyStore(certificate.store(), "wrong".toCharArray())))
        .hasMessageContaining("cannot serve TLS")
        .hasMessageNotContaining("wrong");
  }

  private static void start(TlsSettings tls) {
    WebSocketTransport.builder()
        .port(0)
        .tls(tls)
        .build()
        .start(new FakeEndpoint())
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
