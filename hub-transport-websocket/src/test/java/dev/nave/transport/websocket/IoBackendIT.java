package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.FakeEndpoint;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.uring.IoUring;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class IoBackendIT {

  @ParameterizedTest
  @MethodSource("available")
  void servesWithEveryBackEndThatIsAvailable(IoBackend io) {
    try (TestServer server = TestServer.start(settings -> settings.io(io));
        RawClient client = server.connectWebSocket();
        RawClient refused = server.connectWebSocket();
        RawClient http = server.connect()) {
      FakeConnection connection = server.endpoint().connections().get(0);
      FakeConnection other = server.endpoint().connections().get(1);
      client.send(RawClient.frame(0x81, "ping"));
      connection.awaitReceived("ping");
      connection.send("pong", "x".repeat(32 << 20));
      assertThat(client.readText()).isEqualTo("pong");
      assertThat(client.readText()).hasSize(32 << 20);
      Awaitility.await().until(() -> connection.writableCalls() > 0);
      assertThat(connection.onLoop(TransportConnection::pendingBytes)).isZero();

      connection.doOnLoop(link -> link.close(CloseStatus.NORMAL));
      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      client.send(RawClient.closeFrame(1000));
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);

      refused.send(RawClient.unmaskedFrame(0x81, "bare"));
      assertThat(refused.readFrame().closeCode()).isEqualTo(1002);
      assertThat(refused.readEnd()).isEqualTo("closed");
      assertThat(other.end()).isEqualTo(ConnectionEnd.GRACEFUL);

      http.send("GET /hub HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(http.read().status()).isEqualTo(200);
      assertThat(http.readEnd()).isEqualTo("closed");
    }
  }

  @ParameterizedTest
  @MethodSource("unavailable")
  void saysWhyABackEndIsNotAvailable(IoBackend io) {
    WebSocketTransport transport = WebSocketTransport.builder().port(0).io(io).build();

    assertThatThrownBy(
            () ->
                transport
                    .start(new FakeEndpoint())
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join())
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("io " + io + " is not available: .+; AUTO picks one that is");
  }

  private static Stream<IoBackend> available() {
    return Stream.of(IoBackend.values()).filter(IoBackendIT::isAvailable);
  }

  /** At least one, as epoll and kqueue are for different systems. */
  private static Stream<IoBackend> unavailable() {
    return Stream.of(IoBackend.values()).filter(io -> !isAvailable(io));
  }

  static boolean isAvailable(IoBackend io) {
    return switch (io) {
      case AUTO, NIO -> true;
      case EPOLL -> Epoll.isAvailable();
      case KQUEUE -> KQueue.isAvailable();
      case IO_URING -> IoUring.isAvailable();
    };
  }
}
