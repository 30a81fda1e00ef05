package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeEndpoint;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LifecycleIT {

  @Test
  void listensOnAPortOfItsChoiceWhereThatIs0() {
    try (TestServer server = TestServer.start();
        TestServer other = TestServer.start()) {
      assertThat(server.port()).isPositive().isNotEqualTo(other.port());
    }
  }

  @Test
  void saysWhichAddressIsTaken() {
    try (TestServer server = TestServer.start()) {
      Set<Thread> before = threadsOfOurs();
      WebSocketTransport second =
          WebSocketTransport.builder().host("127.0.0.1").port(server.port()).loops(1).build();

      assertThatThrownBy(() -> start(second))
          .cause()
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:" + server.port())
          .hasMessageContaining("in use");
      assertThatThrownBy(second::port).isInstanceOf(IllegalStateException.class);
      stop(second);
      awaitTheEndOfAllThreadsBut(before);
    }
  }

  @Test
  void saysThatAHostIsNotKnown() {
    WebSocketTransport transport = WebSocketTransport.builder().host("no such host").build();

    assertThatThrownBy(() -> start(transport))
        .hasMessageContaining("cannot listen on \"no such host\"");
  }

  @Test
  void keepsLinksWhenItStopsAccepting() {
    try (TestServer server = TestServer.start(settings -> settings.health("/health"));
        RawClient socket = server.connectWebSocket();
        RawClient http = server.connect()) {
      http.get("/health");
      assertThat(http.read().body()).isEqualTo("ok");
      int port = server.port();
      join(server.transport().stopAccepting());
      join(server.transport().stopAccepting());

      assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(UncheckedIOException.class);
      socket.send(RawClient.frame(0x81, "still here"));
      server.connection().awaitReceived("still here");
      http.get("/health");
      RawClient.Response last = http.read();
      assertThat(last.status()).isEqualTo(503);
      assertThat(last.headers()).containsEntry("connection", "close");
      assertThat(http.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void endsLinksAndThreadsWhenItStops() {
    Set<Thread> before = threadsOfOurs();
    TestServer server = TestServer.start();
    try (RawClient socket = server.connectWebSocket();
        RawClient http = server.connect();
        RawClient stuck = server.connectWebSocket()) {
      server.connection().send("x".repeat(32 << 20));
      http.get("/hub");
      assertThat(http.read().status()).isEqualTo(200);

      server.close();

      assertThat(socket.readFrame().closeCode()).isEqualTo(1001);
      assertThat(socket.readEnd()).isEqualTo("closed");
      assertThat(http.readEnd()).isEqualTo("closed");
      server
          .endpoint()
          .connections()
          .forEach(connection -> assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL));
      awaitTheEndOfAllThreadsBut(before);
      stuck.reset();
    }
    server.close();
    join(server.transport().stopAccepting());
  }

  @Test
  void startsOnce() {
    try (TestServer server = TestServer.start()) {
      assertThatThrownBy(() -> start(server.transport()))
          .hasMessageContaining("can be started once");
    }
    WebSocketTransport stopped = WebSocketTransport.builder().build();
    stop(stopped);
    assertThatThrownBy(() -> start(stopped)).hasMessageContaining("can be started once");
  }

  private static void start(WebSocketTransport transport) {
    join(transport.start(new FakeEndpoint()));
  }

  private static void stop(WebSocketTransport transport) {
    join(transport.stop());
  }

  private static void join(CompletionStage<Void> stage) {
    stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Those of servers that other tests have stopped may still be on their way out. */
  private static void awaitTheEndOfAllThreadsBut(Set<Thread> before) {
    Awaitility.await().until(() -> before.containsAll(threadsOfOurs()));
  }

  private static Set<Thread> threadsOfOurs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("nave-"))
        .collect(Collectors.toSet());
  }
}
