package dev.nave.transport.websocket;

import static dev.nave.hub.transport.tck.FallbackClient.completion;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.hub.transport.tck.RawClient.Response;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Polls and POSTs as HTTP: sockets that are used again, pipelined, cut or half closed. */
@ExtendWith(LeakCheck.class)
class LongPollingIT {

  @Test
  void oneSocketServesAWholeConversation() throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      for (int i = 0; i < 100; i++) {
        assertThat(client.post(invocation("1", "echo", "t" + i)).status()).isEqualTo(200);
        assertThat(client.poll().body()).isEqualTo(completion("1", "t" + i));
      }
      assertThat(client.delete().status()).isEqualTo(202);
      assertThat(server.nextEnd()).isEmpty();
      assertThat(client.poll().status()).isEqualTo(404);
    }
  }

  @Test
  void aPollWaitsForAMessageOnASocketOfAnotherLoop() {
    try (EchoServer server = EchoServer.start();
        FallbackClient listener = FallbackClient.poll(EchoServer.HUB, server.port());
        FallbackClient teller = FallbackClient.poll(EchoServer.HUB, server.port())) {
      for (int i = 0; i < 20; i++) { // Fresh sockets: they fall on either loop.
        try (RawClient polling = listener.connect()) {
          polling.send(listener.pollRequest());
          teller.post("{\"type\":1,\"target\":\"tell\",\"arguments\":[\"" + i + "\"]}\u001e");

          assertThat(polling.read().body())
              .isEqualTo("{\"type\":1,\"target\":\"told\",\"arguments\":[\"" + i + "\"]}\u001e");
        }
      }
    }
  }

  @Test
  void requestsBehindAPollAreAnsweredAfterIt() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port());
        RawClient pipelined = client.connect()) {
      pipelined.send(
          client.pollRequest()
              + client.postRequest(invocation("2", "echo", "b"))
              + "GET /no HTTP/1.1\r\nHost: x\r\n\r\n");
      client.post(invocation("1", "echo", "a"));

      assertThat(pipelined.read().body()).isEqualTo(completion("1", "a"));
      assertThat(pipelined.read().status()).isEqualTo(200);
      assertThat(pipelined.read().status()).isEqualTo(404);
      assertThat(client.poll().body()).isEqualTo(completion("2", "b"));
    }
  }

  /** A poll that waits would keep its connection for 90 seconds without a client. */
  @Test
  void aPollWhoseClientGoesAwayIsNoticed() throws Exception {
    List<Consumer<RawClient>> ways =
        List.of(RawClient::close, RawClient::reset, RawClient::shutdownOutput);
    for (Consumer<RawClient> way : ways) {
      try (EchoServer server =
              EchoServer.start(hub -> hub.disconnectTimeout(Duration.ofSeconds(2)));
          FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port());
          RawClient leaving = client.connect()) {
        leaving.send(client.pollRequest());
        way.accept(leaving);

        assertThat(server.nextEnd()).isEmpty();
      }
    }
  }

  @Test
  void aClientThatAsksMayIsToldToGoOn() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port());
        RawClient asking = client.connect()) {
      String body = invocation("1", "echo", "x");
      String head = client.postRequest(body).replace(body, "");
      asking.send(head.replace("Host: localhost", "Host: localhost\r\nExpect: 100-continue"));
      assertThat(asking.readHead().status()).isEqualTo(100);
      asking.send(body);

      assertThat(asking.read().status()).isEqualTo(200);
      assertThat(client.poll().body()).isEqualTo(completion("1", "x"));
    }
  }

  @Test
  void aClientThatAsksMayAndIsRefusedIsNotToldToGoOn() {
    try (EchoServer server = EchoServer.start();
        RawClient asking = RawClient.connect(server.port())) {
      asking.send(
          """
          POST /echo?id=none HTTP/1.1\r
          Host: x\r
          Expect: 100-continue\r
          Content-Length: 9\r
          \r
          """);

      Response answer = asking.read();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(asking.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void theBodyOfARefusedPostIsSkippedAndTheSocketGoesOn() {
    try (EchoServer server = EchoServer.start();
        RawClient client = RawClient.connect(server.port())) {
      client.send("POST /echo?id=none HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
      client.send("x".repeat(60_000));
      assertThat(client.read().body()).isEqualTo("No Connection with that ID");

      client.get("/no");
      assertThat(client.read().status()).isEqualTo(404);
    }
  }

  @Test
  void aRefusedPostOfTooManyBytesIsTheLastOnItsSocket() {
    try (EchoServer server = EchoServer.start(http -> http.maxRequestBodyBytes(1_000), hub -> {});
        RawClient client = RawClient.connect(server.port())) {
      client.send("POST /echo?id=none HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
      client.send("x".repeat(1_001));

      assertThat(client.read().status()).isEqualTo(413);
      assertThat(client.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void aBodyMayComeInChunksCutAnywhere() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port());
        RawClient chunked = client.connect()) {
      chunked.send(
          "POST " + client.target() + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      String body = invocation("1", "echo", "x") + invocation("2", "echo", "y");
      for (int at = 0; at < body.length(); at += 10) {
        String piece = body.substring(at, Math.min(body.length(), at + 10));
        chunked.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
      }
      chunked.send("0\r\n\r\n");

      assertThat(chunked.read().status()).isEqualTo(200);
      String first = client.poll().body();
      String all = first.contains("\"2\"") ? first : first + client.poll().body();
      assertThat(all).isEqualTo(completion("1", "x") + completion("2", "y"));
    }
  }

  @Test
  void aBodyOfManyMessagesHasNoBoundOfItsOwn() {
    try (EchoServer server = EchoServer.start(http -> http.maxRequestBodyBytes(10), hub -> {});
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      StringBuilder body = new StringBuilder();
      IntStream.range(0, 3_000).forEach(i -> body.append(invocation("i" + i, "echo", "t")));

      assertThat(client.post(body.toString()).status()).isEqualTo(200);

      StringBuilder answers = new StringBuilder();
      while (!answers.toString().endsWith(completion("i2999", "t"))) {
        answers.append(client.poll().body());
      }
      assertThat(answers.toString().split("\u001e")).hasSize(3_000);
    }
  }

  @Test
  void pollsComeOverHttp10Too() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient old = client.connect()) {
      old.send("GET " + client.target() + " HTTP/1.0\r\n\r\n");

      Response first = old.read();
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.headers()).containsEntry("content-length", "0");
      assertThat(old.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void aPollIsAnsweredAtItsTimeOut() {
    try (EchoServer server = EchoServer.start(hub -> hub.longPollTimeout(Duration.ofMillis(50)));
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      Response answer = client.poll();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void aClientThatDoesNotPollAnyMoreHasLeft() throws Exception {
    try (EchoServer server = EchoServer.start(hub -> hub.disconnectTimeout(Duration.ofSeconds(2)));
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient polling = client.connect()) {
      polling.send(client.pollRequest() + client.postRequest(FallbackClient.HANDSHAKE));

      assertThat(server.nextEnd()).isEmpty();
      assertThat(client.poll().status()).isEqualTo(404);
    }
  }

  @Test
  void aConnectionWithoutAHandshakeEnds() {
    try (EchoServer server = EchoServer.start(hub -> hub.handshakeTimeout(Duration.ofMillis(200)));
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port())) {
      assertThat(client.poll().status()).isEqualTo(200);

      assertThat(client.poll().body()).isEqualTo("{\"error\":\"Handshake was canceled.\"}\u001e");
      assertThat(client.poll().status()).isEqualTo(204);
      assertThat(client.poll().status()).isEqualTo(404);
    }
  }

  @Test
  void aClientThatIsBetweenTwoPollsWhenTheServerStopsIsToldWithItsNext() throws Exception {
    EchoServer server = EchoServer.start();
    try (FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      server.nextEnd();

      assertThat(client.poll().body()).isEqualTo("{\"type\":7,\"allowReconnect\":true}\u001e");
      assertThat(client.poll().status()).isEqualTo(204);
      stopped.get();
    }
  }

  @Test
  void aStoppingServerTellsAClientThatPollsOnTheSocketItHas() throws Exception {
    EchoServer server = EchoServer.start();
    try (FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port());
        FallbackClient busy = FallbackClient.poll(EchoServer.HUB, server.port());
        RawClient polling = client.connect()) {
      busy.post(invocation("1", "block", "")); // Keeps the server from ending at once.
      polling.send(client.pollRequest());

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

      assertThat(polling.read().body()).isEqualTo("{\"type\":7,\"allowReconnect\":true}\u001e");
      stopped.get();
    }
  }
}
