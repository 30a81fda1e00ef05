package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.TestLog;
import dev.nave.transport.websocket.testkit.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send requests, how many of them, and in which form. */
class EntranceIT {
  private static int get(RawClient client, String host, String path) {
    client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return client.read().status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.example", "APP.example:8443", "a.b.app.example", "app.example."})
  void aHostThatIsAllowedIsAnswered(String host) {
    Set<String> allowed = Set.of("app.example", "*.app.example");
    try (TestServer server = TestServer.start(settings -> settings.allowedHosts(allowed));
        RawClient client = server.connect()) {
      assertThat(get(client, host, "/")).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "app.example.evil.example", "xapp.example", "[::1]:80"})
  void anotherHostIsRefusedButMayAskForTheHealth(String host) {
    try (TestServer server =
            TestServer.start(
                settings -> settings.allowedHosts(Set.of("app.example")).health("/health"));
        RawClient health = server.connect();
        RawClient client = server.connect()) {
      assertThat(get(health, host, "/health")).isEqualTo(200);
      assertThat(get(client, host, "/hub")).isEqualTo(400);
      assertThat(server.endpoint().requests()).as("the health alone").hasSize(1);
    }
  }

  @Test
  void onTheLoopbackInterfaceOnlyItsNamesAreAllowedByDefault() {
    WebSocketTransport transport = WebSocketTransport.builder().host("127.0.0.1").port(0).build();
    try (TestServer server = TestServer.of(transport)) {
      for (String host :
          List.of("localhost", "LocalHost:1", "127.0.0.1", "[::1]:5", "a.localhost")) {
        try (RawClient client = server.connect()) {
          assertThat(get(client, host, "/")).as(host).isEqualTo(404);
        }
      }
      for (String host : List.of("evil.example", "127.0.0.1.evil.example", "192.0.2.1")) {
        try (RawClient client = server.connect()) {
          assertThat(get(client, host, "/")).as(host).isEqualTo(400);
        }
      }
    }
  }

  @Test
  void onAllInterfacesAllNamesAreAllowedByDefault() {
    WebSocketTransport transport = WebSocketTransport.builder().port(0).build();
    try (TestServer server = TestServer.of(transport);
        RawClient client = server.connect()) {
      assertThat(get(client, "any.example", "/")).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app.example:80", "https://app.example", "*.*", "a b"})
  void anAllowedHostIsAName(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketTransport.builder().allowedHosts(Set.of(host)))
        .withMessageStartingWith("allowedHosts takes names without a port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\n x: y\nHost: x\n\n",
      })
  void aFoldedHeaderLineIsMalformed(String request) {
    try (TestServer server = TestServer.start();
        RawClient whole = server.connect();
        RawClient pieces = server.connect()) {
      whole.send(request);
      assertThat(whole.read().status()).isEqualTo(400);

      for (int i = 0; i < request.length(); i++) {
        pieces.send(request.substring(i, i + 1));
      }
      assertThat(pieces.read().status()).isEqualTo(400);
    }
  }

  @Test
  void linesOfABodyMayBeginWithABlank() {
    String request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\na\r\n b\r";
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send(request);
        assertThat(client.read().status()).isEqualTo(404);
      }
    }
  }

  @Test
  void ofTooManyConnectionsWithoutACompleteRequestTheOldestIsClosed() {
    try (TestServer server = TestServer.start(settings -> settings.maxIncompleteRequests(2));
        RawClient first = server.connect()) {
      assertThat(get(first, "x", "/")).isEqualTo(404);
      List<RawClient> others = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        RawClient other = server.connect();
        assertThat(get(other, "x", "/")).isEqualTo(404);
        others.add(other);
      }

      assertThat(first.readAll()).isEmpty();
      for (RawClient other : others) {
        assertThat(get(other, "x", "/")).isEqualTo(404);
        other.close();
      }
    }
  }

  @Test
  void connectionsThatBecameWebSocketsAreNotCounted() {
    try (TestServer server = TestServer.start(settings -> settings.maxIncompleteRequests(1));
        RawClient first = server.connectWebSocket();
        RawClient second = server.connectWebSocket()) {
      await().until(() -> server.endpoint().connections().size() == 2);
      first.send(RawClient.frame(0x82, "a"));
      second.send(RawClient.frame(0x82, "b"));
      server.endpoint().connections().get(0).awaitReceived("a");
      server.endpoint().connections().get(1).awaitReceived("b");
    }
  }

  @Test
  void textsAreMadeByAFewThreadsAndTheRestWaitsOrIsRefused() {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (TestServer server =
        TestServer.start(
            settings ->
                settings
                    .maxFileThreads(1)
                    .textEndpoint(
                        "/text",
                        "text/plain",
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          try {
                            gate.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                          running.decrementAndGet();
                          return "made";
                        }))) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 66; i++) {
        RawClient client = server.connect();
        client.send("GET /text HTTP/1.1\r\nHost: x\r\n\r\n");
        clients.add(client);
      }
      // One is made and 64 wait: of 66 exactly one is refused.
      await().until(() -> clients.stream().filter(RawClient::hasInput).count() == 1);
      RawClient refused = clients.stream().filter(RawClient::hasInput).findFirst().orElseThrow();
      assertThat(refused.read().status()).isEqualTo(503);
      assertThat(TestLog.takeLinesWith("WARN dev.nave.transport.refusals"))
          .anyMatch(line -> line.contains("maxFileThreads"));
      gate.countDown();
      clients.remove(refused);
      for (RawClient client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
        client.close();
      }
      refused.close();
      assertThat(most).hasValue(1);
    }
  }
}
