package dev.nave.transport.websocket;

import static dev.nave.hub.transport.tck.FallbackClient.completion;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LeakCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Event streams as HTTP: chunks, ends, and clients that do not read. */
@ExtendWith(LeakCheck.class)
class EventStreamIT {

  @Test
  void eachMessageIsAnEvent() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      for (int i = 0; i < 100; i++) {
        client.post(invocation("1", "echo", "t" + i));

        assertThat(stream.readChunk()).isEqualTo("data: " + completion("1", "t" + i) + "\r\n\r\n");
      }
    }
  }

  @Test
  void theStreamIsPinged() {
    try (EchoServer server =
            EchoServer.start(hub -> hub.keepAliveInterval(Duration.ofMillis(100)));
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      assertThat(stream.readChunk()).isEqualTo("data: {\"type\":6}\u001e\r\n\r\n");
    }
  }

  @Test
  void toHttp10TheStreamHasNoChunks() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.connect()) {
      stream.send(client.streamRequest("HTTP/1.0"));
      assertThat(stream.readHead().headers()).doesNotContainKey("transfer-encoding");
      assertThat(stream.readLine()).isEqualTo(":");
      client.post(FallbackClient.HANDSHAKE);
      assertThat(stream.readLine()).isEqualTo("data: {}\u001e");
      assertThat(stream.readLine()).isEmpty();

      client.post("{\"type\":7}\u001e");

      assertThat(stream.readLine()).isEqualTo("data: {\"type\":7}\u001e");
      assertThat(stream.readLine()).isEmpty();
      assertThat(stream.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void theLastChunkFollowsTheCloseMessage() throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      assertThat(client.post("{\"type\":7}\u001e").status()).isEqualTo(200);

      assertThat(stream.readChunk()).isEqualTo("data: {\"type\":7}\u001e\r\n\r\n");
      assertThat(stream.readChunk()).isEmpty();
      assertThat(stream.readEnd()).isEqualTo("closed");
      assertThat(server.nextEnd()).isEmpty();
      assertThat(client.post("{}\u001e").status()).isEqualTo(404);
    }
  }

  @Test
  void aClientThatGoesAwayHasLeft() throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient closing = FallbackClient.negotiate(EchoServer.HUB, server.port());
        FallbackClient cut = FallbackClient.negotiate(EchoServer.HUB, server.port());
        FallbackClient halfClosed = FallbackClient.negotiate(EchoServer.HUB, server.port())) {
      closing.stream().close();
      assertThat(server.nextEnd()).isEmpty();
      cut.stream().reset();
      server.nextEnd();
      RawClient stream = halfClosed.stream();
      stream.shutdownOutput();
      server.nextEnd();
      stream.close();

      assertThat(closing.post("{}\u001e").status()).isEqualTo(404);
    }
  }

  @Test
  void whatIsSentBehindTheRequestIsThrownAway() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      stream.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n" + "x".repeat(500_000));
      client.post(invocation("1", "echo", "x"));

      assertThat(stream.readChunk()).isEqualTo("data: " + completion("1", "x") + "\r\n\r\n");
    }
  }

  @Test
  void aClientThatDoesNotReadIsDisconnected() throws Exception {
    try (EchoServer server =
            EchoServer.start(
                http -> http.closeTimeout(Duration.ofMillis(200)),
                hub -> hub.maxPendingBytes(100_000));
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      while (server.noEnd()) {
        client.post("{\"type\":1,\"target\":\"flood\",\"arguments\":[10,100000]}\u001e");
      }

      assertThat(server.nextEnd().orElseThrow()).hasMessageContaining("100000 bytes untaken");
    }
  }

  @Test
  void aClientThatDoesNotReadMissesMessagesWhereThatIsThePolicy() {
    try (EchoServer server =
            EchoServer.start(
                hub ->
                    hub.maxPendingBytes(100_000)
                        .slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST));
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      while (server.server().counters().dropped().isEmpty()) {
        client.post("{\"type\":1,\"target\":\"flood\",\"arguments\":[10,100000]}\u001e");
      }
      assertThat(server.noEnd()).isTrue();
    }
  }

  @Test
  void aStoppingServerEndsTheStream() {
    EchoServer server = EchoServer.start();
    try (FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      server.close();

      assertThat(stream.readChunk())
          .isEqualTo("data: {\"type\":7,\"allowReconnect\":true}\u001e\r\n\r\n");
    }
  }
}
