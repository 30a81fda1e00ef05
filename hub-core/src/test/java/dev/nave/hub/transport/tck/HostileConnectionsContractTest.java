package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that take and do not give, on real sockets; another client is answered. A module
 * extends it with a way to listen.
 */
public abstract class HostileConnectionsContractTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final String NO_BODY = "Host: localhost\r\nContent-Length: 0\r\n\r\n";

  private final HostileServer.Starter servers;

  /** Tests what listens so. */
  protected HostileConnectionsContractTest(Supplier<HubListener> listeners) {
    servers = new HostileServer.Starter(listeners);
  }

  @Test
  void aMessageThatDripsEndsItsClient() {
    try (HostileServer server = servers.start(options -> options.messageTimeout(SHORT));
        RawClient client = server.client()) {
      client.send(RawClient.frame(0x01, "{\"type\":1,"));

      assertThat(client.readAll()).contains("\"type\":7");
      assertAnswers(server);
    }
  }

  @Test
  void aWebSocketWithoutAHandshakeIsEnded() {
    try (HostileServer server = servers.start(options -> options.handshakeTimeout(SHORT));
        RawClient client = server.upgraded()) {
      assertThat(client.readAll()).contains("Handshake was canceled.");
      assertAnswers(server);
    }
  }

  @Test
  void aClientThatIsSilentIsEnded() {
    try (HostileServer server =
            servers.start(
                options -> options.keepAliveInterval(SHORT).clientTimeout(SHORT.multipliedBy(2)));
        RawClient client = server.client()) {
      assertThat(client.readAll()).contains("\"type\":7");
      assertAnswers(server);
    }
  }

  @Test
  void whoNegotiatesWithoutEndDisplacesItsOwn() {
    try (HostileServer server = servers.bounded(bounds -> bounds.maxPendingNegotiations(10));
        RawClient flood = RawClient.connect(server.port())) {
      String first = negotiate(flood);
      String last = first;
      for (int i = 0; i < 50; i++) {
        last = negotiate(flood);
      }

      assertThat(upgradeStatus(server, "/hostile?id=" + first)).isEqualTo(404);
      assertThat(upgradeStatus(server, "/hostile?id=" + last)).isEqualTo(101);
    }
  }

  @Test
  void streamsThatNeverEndAreBoundedAndEndWithTheirClient() {
    try (HostileServer server = servers.start(options -> options.maxStreamsPerClient(5))) {
      try (RawClient client = server.client()) {
        for (int i = 0; i < 6; i++) {
          client.send(
              RawClient.frame(
                  0x81,
                  "{\"type\":4,\"invocationId\":\"s%d\",\"target\":\"Endless\",\"arguments\":[]}\u001e"
                      .formatted(i)));
        }

        assertThat(client.readFrame().text()).contains("\"invocationId\":\"s5\"", "\"error\":");
        assertAnswers(server);
      }
      Awaitility.await().until(() -> server.server().connections().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":9,\"sequenceId\":1000000}",
        "{\"type\":9,\"sequenceId\":0}",
        "{\"type\":1,\"target\":\"Echo\",\"arguments\":[\"not a sequence\"]}"
      })
  void whoComesBackAndDoesNotSayWhereIsEnded(String first) {
    try (HostileServer server = servers.start(options -> options.statefulReconnect(true))) {
      String token = stateful(server);
      try (RawClient again = RawClient.connect(server.port())) {
        again.upgrade("/hostile?id=" + token);
        again.send(RawClient.frame(0x81, first + "\u001e"));
        again.send(RawClient.frame(0x81, "{\"type\":7}\u001e"));

        again.readAll();
        Awaitility.await().until(() -> server.server().connections().isEmpty());
        assertAnswers(server);
      }
    }
  }

  @Test
  void acknowledgementsOfWhatWasNeverSentAreIgnoredOrEndTheirClient() {
    try (HostileServer server = servers.start(options -> options.statefulReconnect(true))) {
      String token = stateful(server);
      try (RawClient again = RawClient.connect(server.port())) {
        again.upgrade("/hostile?id=" + token);
        again.send(
            RawClient.frame(
                0x81,
                "{\"type\":9,\"sequenceId\":1}\u001e"
                    + "{\"type\":8,\"sequenceId\":9223372036854775807}\u001e{\"type\":7}\u001e"));

        again.readAll();
        assertAnswers(server);
      }
    }
  }

  @Test
  void aTokenThatWasGuessedOpensNothing() {
    try (HostileServer server = servers.start(options -> options.statefulReconnect(true))) {
      assertThat(upgradeStatus(server, "/hostile?id=AAAAAAAAAAAAAAAAAAAAAA")).isEqualTo(404);
      assertAnswers(server);
    }
  }

  @Test
  void aClientThatComesBackAgainAndAgainHoldsOnePlace() {
    try (HostileServer server =
        servers.start(
            options -> options.statefulReconnect(true).disconnectTimeout(Duration.ofDays(1)),
            bounds -> bounds.maxConnections(2))) {
      for (int i = 0; i < 5; i++) {
        String token = stateful(server);
        for (int times = 0; times < 5; times++) {
          try (RawClient again = RawClient.connect(server.port())) {
            again.upgrade("/hostile?id=" + token);
            again.send(RawClient.frame(0x81, "{\"type\":9,\"sequenceId\":1}\u001e"));
            assertThat(again.readFrame().text()).contains("\"type\":9");
            if (times == 4) {
              again.send(RawClient.frame(0x81, "{\"type\":7}\u001e"));
              again.readAll();
            }
          }
        }
        Awaitility.await().until(() -> server.server().connections().isEmpty());
      }
      assertAnswers(server);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://evil-localhost",
        "http://localhost@evil.example",
        "file://"
      })
  void aPageOfAnotherOriginOpensNoWebSocket(String origin) {
    try (HostileServer server = servers.start(options -> {});
        RawClient page = RawClient.connect(server.port())) {
      page.send(
          RawClient.upgradeRequest("/hostile")
              .replaceFirst("Upgrade: websocket", "Upgrade: websocket\r\nOrigin: " + origin));

      assertThat(page.readHead().status()).isEqualTo(403);
      assertAnswers(server);
    }
  }

  @Test
  void aFloodOfCloseFramesEndsItsClientOnce() {
    try (HostileServer server = servers.start(options -> {});
        RawClient client = server.client()) {
      byte[][] flood = new byte[1_000][];
      Arrays.fill(flood, RawClient.closeFrame(1000));
      client.send(RawClient.concat(flood));

      client.readAll();
      Awaitility.await().until(() -> server.server().connections().isEmpty());
      assertAnswers(server);
    }
  }

  @Test
  void oneAddressHasItsShareOfTheConnections() {
    List<RawClient> clients = new ArrayList<>();
    try (HostileServer server = servers.bounded(bounds -> bounds.maxConnectionsPerAddress(3))) {
      for (int i = 0; i < 3; i++) {
        clients.add(server.client());
      }

      assertThat(upgradeStatus(server, "/hostile")).isEqualTo(429);
      clients.remove(0).close();
      Awaitility.await().until(() -> server.server().connections().size() == 2);
      assertAnswers(server);
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  private static void assertAnswers(HostileServer server) {
    try (RawClient honest = server.client()) {
      assertThat(server.call(honest, "Echo", "\"still here\"")).contains("\"still here\"");
    }
  }

  private static int upgradeStatus(HostileServer server, String target) {
    try (RawClient client = RawClient.connect(server.port())) {
      client.send(RawClient.upgradeRequest(target));
      return client.readHead().status();
    }
  }

  private static String negotiate(RawClient client) {
    return negotiate(client, "");
  }

  private static String negotiate(RawClient client, String query) {
    client.send("POST /hostile/negotiate?negotiateVersion=1" + query + " HTTP/1.1\r\n" + NO_BODY);
    RawClient.Response answer = client.read();
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().replaceFirst(".*\"connectionToken\":\"", "").replaceFirst("\".*", "");
  }

  /** Connects with stateful reconnect, is cut off, and returns its token. */
  private static String stateful(HostileServer server) {
    try (RawClient first = RawClient.connect(server.port())) {
      String token = negotiate(first, "&useStatefulReconnect=true");
      try (RawClient client = RawClient.connect(server.port())) {
        client.upgrade("/hostile?id=" + token);
        client.send(RawClient.frame(0x81, "{\"protocol\":\"json\",\"version\":2}\u001e"));
        assertThat(client.readFrame().text()).isEqualTo("{}\u001e");
        client.reset();
      }
      return token;
    }
  }
}
