package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class HttpLimitsIT {

  @Test
  void takesARequestLineUpToItsLimit() {
    try (TestServer server = TestServer.start(settings -> settings.maxRequestLineBytes(256))) {
      int rest = 256 - "GET /hub/ HTTP/1.1".length();
      assertThat(statusOf(server, "GET /hub/" + "x".repeat(rest) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
          .isEqualTo(200);
      assertThat(
              statusOf(server, "GET /hub/" + "x".repeat(rest + 1) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
          .isEqualTo(414);
    }
  }

  @Test
  void takesHeadersUpToTheirLimitInBytes() {
    try (TestServer server = TestServer.start(settings -> settings.maxHeaderBytes(256))) {
      int rest = 256 - "Host: x".length() - "a: ".length();
      String start = "GET /hub HTTP/1.1\r\nHost: x\r\na: ";
      assertThat(statusOf(server, start + "x".repeat(rest) + "\r\n\r\n")).isEqualTo(200);
      assertThat(statusOf(server, start + "x".repeat(rest + 1) + "\r\n\r\n")).isEqualTo(431);
    }
  }

  @Test
  void takesHeadersUpToTheirLimitInNumber() {
    try (TestServer server = TestServer.start(settings -> settings.maxHeaderCount(10))) {
      assertThat(statusOf(server, withHeaders(10))).isEqualTo(200);
      assertThat(statusOf(server, withHeaders(11))).isEqualTo(431);
    }
  }

  @Test
  void refusesAFloodOfHeaders() {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      client.send(withHeaders(2_500));

      assertThat(client.read().status()).isEqualTo(431);
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(server.endpoint().requests()).isEmpty();
    }
  }

  @Test
  void takesBodiesUpToTheirLimit() {
    try (TestServer server = TestServer.start(settings -> settings.maxRequestBodyBytes(10))) {
      String post = "POST /hub HTTP/1.1\r\nHost: x\r\n";
      assertThat(statusOf(server, post + "Content-Length: 10\r\n\r\n0123456789")).isEqualTo(200);
      assertThat(statusOf(server, post + "Content-Length: 11\r\n\r\n")).isEqualTo(413);
      String chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
      assertThat(statusOf(server, chunked + "a\r\n0123456789\r\n0\r\n\r\n")).isEqualTo(200);
      assertThat(statusOf(server, chunked + "a\r\n0123456789\r\n1\r\nx\r\n")).isEqualTo(413);
    }
  }

  @Test
  void endsARequestThatDrips() {
    try (TestServer server =
            TestServer.start(settings -> settings.requestTimeout(Duration.ofMillis(200)));
        RawClient head = server.connect();
        RawClient body = server.connect()) {
      head.send("GET /hub HTTP/1.1\r\nHo");
      body.send("POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");

      assertThat(head.read().status()).isEqualTo(408);
      assertThat(head.readEnd()).isEqualTo("closed");
      assertThat(body.read().status()).isEqualTo(408);
    }
  }

  @Test
  void endsAConnectionThatNeverAsks() {
    try (TestServer server =
            TestServer.start(settings -> settings.requestTimeout(Duration.ofMillis(50)));
        RawClient client = server.connect()) {
      assertThat(client.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void endsAConnectionThatRestsTooLong() {
    try (TestServer server =
            TestServer.start(settings -> settings.idleTimeout(Duration.ofMillis(50)));
        RawClient client = server.connect()) {
      client.get("/hub");
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void putsNoTimeLimitOnAWebSocket() {
    try (TestServer server =
            TestServer.start(
                settings ->
                    settings
                        .requestTimeout(Duration.ofMillis(100))
                        .idleTimeout(Duration.ofMillis(100)));
        RawClient resting = server.connect();
        RawClient socket = server.connectWebSocket()) {
      // The time-out of a connection that came before shows that the time is over.
      assertThat(resting.readEnd()).isEqualTo("closed");
      try (RawClient later = server.connect()) {
        assertThat(later.readEnd()).isEqualTo("closed");
      }

      socket.send(RawClient.frame(0x81, "still here"));
      server.connection().awaitReceived("still here");
    }
  }

  private static String withHeaders(int count) {
    return IntStream.range(1, count)
        .mapToObj(i -> "a" + i + ": b\r\n")
        .collect(Collectors.joining("", "GET /hub HTTP/1.1\r\nHost: x\r\n", "\r\n"));
  }

  private static int statusOf(TestServer server, String request) {
    try (RawClient client = server.connect()) {
      client.send(request);
      return client.read().status();
    }
  }
}
