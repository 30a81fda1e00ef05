package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.ConnectionKickedException;
import dev.nave.hub.HubConnections;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.EchoServer.EchoHub;
import dev.nave.transport.websocket.testkit.LeakCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client with a socket sees when the application ends its connection. */
@ExtendWith(LeakCheck.class)
class KickedIT {
  private static final String CLOSE = "{\"type\":7,\"error\":\"You were banned.\"}\u001e";
  private static final int TEXT = 0x81;

  /** Ends the one connection that is there. */
  private static void kick(EchoServer server) {
    HubConnections connections = server.server().hubContext(EchoHub.class).connections();
    await().until(() -> server.server().connections().size() == 1);
    String id = server.server().connections().get(0).connectionId();

    assertThat(connections.close(id, new CloseMessage("You were banned.", false)).join())
        .isEqualTo(1);
    assertThat(connections.close(id, new CloseMessage("Again.", false)).join()).isZero();
  }

  private static void assertTold(EchoServer server) throws Exception {
    assertThat(server.nextEnd()).containsInstanceOf(ConnectionKickedException.class);
  }

  @Test
  void aWebSocketGetsTheCloseAndIsClosed() throws Exception {
    try (EchoServer server = EchoServer.start();
        RawClient client = RawClient.connect(server.port())) {
      client.upgrade("/echo");
      client.send(RawClient.frame(TEXT, FallbackClient.HANDSHAKE));
      assertThat(client.readText()).isEqualTo("{}\u001e");

      kick(server);

      assertThat(client.readText()).isEqualTo(CLOSE);
      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertTold(server);
    }
  }

  @Test
  void anEventStreamGetsTheCloseAndEnds() throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      kick(server);

      assertThat(stream.readChunk()).isEqualTo("data: " + CLOSE + "\r\n\r\n");
      assertThat(stream.readChunk()).isEmpty();
      assertTold(server);
      assertThat(client.post("{\"type\":6}\u001e").status()).isEqualTo(404);
    }
  }

  @Test
  void aPollGetsTheCloseAndTheNextOneNothing() throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      kick(server);

      assertThat(client.poll().body()).isEqualTo(CLOSE);
      assertTold(server);
      assertThat(client.poll().status()).isEqualTo(204);
      assertThat(client.poll().status()).isEqualTo(404);
    }
  }

  @Test
  void whatCouldReconnectCannotBeTakenUpAgain() throws Exception {
    try (EchoServer server =
            EchoServer.start(
                hub -> hub.statefulReconnect(true).disconnectTimeout(Duration.ofMinutes(1)));
        RawClient client = RawClient.connect(server.port());
        RawClient again = RawClient.connect(server.port())) {
      String target = FallbackClient.negotiateStateful(EchoServer.HUB, client);
      client.upgrade(target);
      client.send(
          RawClient.frame(
              TEXT, FallbackClient.HANDSHAKE.replace("\"version\":1", "\"version\":2")));
      assertThat(client.readText()).isEqualTo("{}\u001e");

      kick(server);

      assertThat(client.readText()).isEqualTo(CLOSE);
      assertTold(server);
      again.send(
          String.join(
              "\r\n",
              "GET " + target + " HTTP/1.1",
              "Host: x",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
              "",
              ""));
      assertThat(again.read().status()).isEqualTo(404);
    }
  }
}
