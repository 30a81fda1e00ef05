package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.SelfSigned;
import dev.nave.transport.websocket.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A WebSocket that belongs to a connection lives on that connection's loop. */
@ExtendWith(LeakCheck.class)
class LoopChoiceIT {
  private static final int CLIENTS = 4; // On two loops: some have to move, some are there already.

  @TempDir private static Path folder;

  private static Stream<IoBackend> available() {
    return Stream.of(IoBackend.values()).filter(IoBackendIT::isAvailable);
  }

  @ParameterizedTest
  @MethodSource("available")
  void aWebSocketLivesOnTheLoopThatItsConnectionAsksFor(IoBackend io) {
    try (TestServer server = TestServer.start(settings -> settings.io(io))) {
      assertServesOnOneLoop(server, server::connect);
    }
  }

  @Test
  void soDoesOneOverTls() throws Exception {
    SelfSigned certificate = SelfSigned.make(folder);
    TlsSettings tls = TlsSettings.pem(certificate.chainPem(), certificate.keyPem());
    try (TestServer server = TestServer.start(settings -> settings.tls(tls))) {
      assertServesOnOneLoop(server, () -> certificate.connect(server.port()));
    }
  }

  private static void assertServesOnOneLoop(TestServer server, Supplier<RawClient> connect) {
    List<RawClient> clients = new ArrayList<>();
    RawClient first = connect.get();
    clients.add(first);
    first.upgrade("/hub");
    ConnectionLoop loop = server.connection().link().loop();
    server.endpoint().onConnection(connection -> connection.wants(loop));
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = connect.get();
      clients.add(client);
      client.send(
          RawClient.concat(
              RawClient.upgradeRequest("/hub").getBytes(StandardCharsets.US_ASCII),
              RawClient.frame(0x81, "behind the request")));
      assertThat(client.readHead().status()).isEqualTo(101);
      FakeConnection connection = server.connection();
      connection.awaitReceived("behind the request");
      assertThat(connection.link().loop()).isSameAs(loop);

      client.send(RawClient.frame(0x81, ", and after"));
      connection.awaitReceived("behind the request, and after");
      connection.send("x".repeat(4 << 20));
      assertThat(client.readText()).hasSize(4 << 20);
      Awaitility.await().until(() -> connection.onLoop(TransportConnection::pendingBytes) == 0);
    }
    List<FakeConnection> connections = server.endpoint().connections();
    for (int i = 1; i < CLIENTS; i++) {
      connections.get(i).doOnLoop(link -> link.close(CloseStatus.NORMAL));
      assertThat(clients.get(i).readFrame().closeCode()).isEqualTo(1000);
      clients.get(i).send(RawClient.closeFrame(1000));
      assertThat(connections.get(i).end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
    clients.get(CLIENTS).close();
    assertThat(connections.get(CLIENTS).end()).isEqualTo(ConnectionEnd.CUT);
    clients.forEach(RawClient::close);
  }

  @ParameterizedTest
  @MethodSource("available")
  void aClientThatIsGoneWhileItMovesLeavesNothingBehind(IoBackend io) {
    try (TestServer server = TestServer.start(settings -> settings.io(io));
        RawClient first = server.connectWebSocket()) {
      ConnectionLoop loop = server.connection().link().loop();
      server.endpoint().onConnection(connection -> connection.wants(loop));
      int times = 200;
      for (int i = 0; i < times; i++) {
        RawClient client = server.connect();
        client.send(RawClient.upgradeRequest("/hub"));
        client.reset();
      }
      List<FakeConnection> all = server.endpoint().connections();

      first.send(RawClient.frame(0x81, "still served"));
      all.get(0).awaitReceived("still served");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(all.stream().skip(1))
                      .allMatch(gone -> gone.isAbandoned() || gone.hasEnded()));
    }
  }
}
