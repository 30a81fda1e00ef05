package dev.nave.hub.transport.tck;

import static dev.nave.hub.transport.tck.FallbackClient.completion;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Event streams of a hub over real sockets: what arrives, ends, and clients that leave or do not
 * read. A module extends it with a way to listen.
 */
public abstract class EventStreamContractTest {
  private static final String PING = "{\"type\":6}\u001e";
  private static final String CLOSE = "{\"type\":7}\u001e";

  private final HostileServer.Starter servers;

  /** Tests what listens so. */
  protected EventStreamContractTest(Supplier<HubListener> listeners) {
    servers = new HostileServer.Starter(listeners);
  }

  private static FallbackClient negotiate(HostileServer server) {
    return FallbackClient.negotiate(HostileServer.HUB, server.port());
  }

  @Test
  void eachMessageIsAnEvent() {
    try (HostileServer server = servers.start(hub -> {});
        FallbackClient client = negotiate(server);
        RawClient stream = client.stream()) {
      for (int i = 0; i < 50; i++) { // Tomcat has a bound on the requests of a connection.
        client.post(invocation("1", "Echo", "t" + i));

        assertThat(stream.readEvent()).isEqualTo(completion("1", "t" + i));
      }
    }
  }

  @Test
  void theStreamIsPinged() {
    try (HostileServer server =
            servers.start(hub -> hub.keepAliveInterval(Duration.ofMillis(100)));
        FallbackClient client = negotiate(server);
        RawClient stream = client.stream()) {
      assertThat(stream.readEvent()).isEqualTo(PING);
      assertThat(stream.readEvent()).isEqualTo(PING);
    }
  }

  @Test
  void toHttp10TheStreamHasNoChunks() {
    try (HostileServer server = servers.start(hub -> {});
        FallbackClient client = negotiate(server);
        RawClient stream = client.connect()) {
      stream.send(client.streamRequest("HTTP/1.0"));
      assertThat(stream.readHead().headers()).doesNotContainKey("transfer-encoding");
      assertThat(stream.readLine()).isEqualTo(":");
      client.post(FallbackClient.HANDSHAKE);
      assertThat(stream.readLine()).isEqualTo("data: {}\u001e");
      assertThat(stream.readLine()).isEmpty();

      client.post(CLOSE);

      assertThat(stream.readLine()).isEqualTo("data: " + CLOSE);
      assertThat(stream.readLine()).isEmpty();
      assertThat(stream.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void theEndOfTheStreamFollowsTheCloseMessage() throws Exception {
    try (HostileServer server = servers.start(hub -> {});
        FallbackClient client = negotiate(server);
        RawClient stream = client.stream()) {
      assertThat(client.post(CLOSE).status()).isEqualTo(200);

      assertThat(stream.readEvent()).isEqualTo(CLOSE);
      assertThat(stream.readEvent()).isEmpty();
      assertThat(stream.readEnd()).isEqualTo("closed");
      assertThat(server.nextEnd()).isEmpty();
      assertThat(client.post("{}\u001e").status()).isEqualTo(404);
    }
  }

  @Test
  void theStreamSaysThatThePageOfAnAllowedOriginMayReadIt() {
    String origin = "https://app.example";
    try (HostileServer server = servers.start(hub -> hub.allowedOrigins(Set.of(origin)));
        FallbackClient client = negotiate(server);
        RawClient stream = client.connect();
        RawClient refused = client.connect()) {
      stream.send(from(origin, client));
      refused.send(from("https://evil.example", client));

      assertThat(refused.readHead().status()).isEqualTo(403);
      RawClient.Response head = stream.readHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers())
          .containsEntry("content-type", "text/event-stream")
          .containsEntry("access-control-allow-origin", origin)
          .containsEntry("access-control-allow-credentials", "true");
    }
  }

  private static String from(String origin, FallbackClient client) {
    return client
        .streamRequest("HTTP/1.1")
        .replace("Host: localhost", "Host: localhost\r\nOrigin: " + origin);
  }

  @Test
  void aClientThatGoesAwayHasLeftWithTheNextPingsAtTheLatest() throws Exception {
    try (HostileServer server =
            servers.start(hub -> hub.keepAliveInterval(Duration.ofMillis(100)));
        FallbackClient closing = negotiate(server);
        FallbackClient cut = negotiate(server)) {
      closing.stream().close();
      server.nextEnd();
      cut.stream().reset();
      server.nextEnd();

      assertThat(closing.post("{}\u001e").status()).isEqualTo(404);
      assertThat(cut.post("{}\u001e").status()).isEqualTo(404);
    }
  }

  @Test
  void whatIsSentBehindTheRequestDoesNoHarm() {
    try (HostileServer server = servers.start(hub -> {});
        FallbackClient client = negotiate(server);
        RawClient stream = client.stream()) {
      stream.send("GET " + client.target() + " HTTP/1.1\r\nHost: x\r\n\r\n" + "x".repeat(100_000));
      client.post(invocation("1", "Echo", "x"));
      assertThat(stream.readEvent()).isEqualTo(completion("1", "x"));

      client.post(CLOSE);

      assertThat(stream.readEvent()).isEqualTo(CLOSE);
    }
  }

  @Test
  void aClientThatDoesNotReadIsDisconnected() throws Exception {
    try (HostileServer server = servers.start(hub -> hub.maxPendingBytes(100_000));
        FallbackClient client = negotiate(server);
        RawClient stream = client.stream()) {
      while (server.noEnd()) {
        client.post("{\"type\":1,\"target\":\"Flood\",\"arguments\":[10,100000]}\u001e");
      }

      assertThat(server.nextEnd().orElseThrow()).hasMessageContaining("100000 bytes untaken");
      assertThat(client.post("{}\u001e").status()).isEqualTo(404);
      stream.readAll();
    }
  }

  @Test
  void aStoppingServerEndsTheStream() {
    HostileServer server = servers.start(hub -> {});
    try (FallbackClient client = negotiate(server);
        RawClient stream = client.stream()) {
      server.close();

      assertThat(stream.readEvent()).isEqualTo("{\"type\":7,\"allowReconnect\":true}\u001e");
    }
  }
}
