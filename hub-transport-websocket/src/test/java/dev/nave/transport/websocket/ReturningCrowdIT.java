package dev.nave.transport.websocket;

import static dev.nave.hub.transport.tck.FallbackClient.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.transport.tck.RawClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All clients of a server are cut at one moment, and come back at one moment. */
class ReturningCrowdIT {
  /** The nightly build has more. */
  private static final int CLIENTS = Integer.getInteger("nave.crowd", 200);

  /** What a crowd takes on a slow machine is no fault of a client. */
  private static final Duration LONG = Duration.ofHours(1);

  private static final int AT_A_TIME = 50;
  private static final int TEXT = 0x81;

  private final List<RawClient> clients = new ArrayList<>();
  private final WebSocketTransport transport =
      WebSocketTransport.builder().host("127.0.0.1").port(0).loops(2).build();
  private final HubServer server =
      HubServer.builder()
          .transport(transport)
          .serverOptions(
              options ->
                  options
                      .maxPendingHandshakes(AT_A_TIME)
                      .maxPendingHandshakesPerAddress(AT_A_TIME)
                      .maxConnectionsPerAddress(2 * CLIENTS))
          .hub(
              "/any",
              AnyHub.class,
              hub -> hub.options(o -> o.clientTimeout(LONG).handshakeTimeout(LONG)))
          .build();

  public static class AnyHub extends Hub {}

  @BeforeEach
  void start() {
    server.start();
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = RawClient.connect(transport.port());
      clients.add(client);
      client.upgrade("/any");
      shakeHands(client);
    }
  }

  @AfterEach
  void stop() {
    clients.forEach(RawClient::close);
    server.close();
  }

  private static void shakeHands(RawClient client) {
    client.send(RawClient.frame(TEXT, HANDSHAKE));
    assertThat(client.readText()).isEqualTo("{}\u001e");
  }

  @Test
  void noMoreThanTheBoundShakeHandsAtATimeAndTheOthersAreToldWhenToAskAgain() {
    clients.forEach(RawClient::reset);
    await().until(() -> server.connections().isEmpty());
    clients.clear();

    Queue<RawClient> asking = new ArrayDeque<>();
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = RawClient.connect(transport.port());
      clients.add(client);
      client.send(RawClient.upgradeRequest("/any"));
      asking.add(client);
    }
    int accepted = 0;
    List<RawClient> refused = new ArrayList<>();
    for (RawClient client : asking) {
      RawClient.Response answer = client.readHead();
      if (answer.status() == 101) {
        accepted++;
      } else {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("retry-after", "5");
        refused.add(client);
      }
    }
    assertThat(accepted).isEqualTo(AT_A_TIME);

    asking.removeAll(refused);
    asking.forEach(ReturningCrowdIT::shakeHands);
    for (RawClient client : refused) {
      client.close();
      RawClient again = RawClient.connect(transport.port());
      clients.add(again);
      again.upgrade("/any");
      shakeHands(again);
    }
    await().until(() -> server.connections().size() == CLIENTS);
  }
}
