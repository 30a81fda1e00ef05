package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.FakeEndpoint;
import dev.nave.hub.transport.tck.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client whose connection is taken in the last moment of a transport. */
class LateConnectionIT {
  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final WebSocketTransport transport =
      WebSocketTransport.builder().host("127.0.0.1").port(0).loops(2).build();

  /** Left open, it would wait for an answer for as long as it likes. */
  @Test
  void aConnectionThatItsLoopHasNotSeenYetIsClosedByAStop() throws Exception {
    transport.start(endpoint).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    int port = transport.port();
    ConnectionLoop first = loopWithoutConnections(port); // Loops take turns.
    CountDownLatch busy = new CountDownLatch(1);
    CompletionStage<Void> stopped;
    try (RawClient seen = answered(port)) {
      first.execute(() -> awaitUninterruptibly(busy));
      try (RawClient late = RawClient.connect(port);
          RawClient next = answered(port)) {
        stopped = transport.stop();
        await().until(() -> !isListening(port));
        busy.countDown();

        assertThat(late.readEnd()).isIn("closed", "reset");
        seen.readAll();
        next.readAll();
      }
    }
    stopped.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private ConnectionLoop loopWithoutConnections(int port) {
    try (RawClient client = RawClient.connect(port)) {
      client.upgrade("/hub");
      await().until(() -> !endpoint.connections().isEmpty());
      FakeConnection connection = endpoint.connections().get(0);
      ConnectionLoop loop = connection.link().loop();
      client.close();
      connection.end();
      return loop;
    }
  }

  private static RawClient answered(int port) {
    RawClient client = RawClient.connect(port);
    client.get("/hub");
    assertThat(client.read().status()).isPositive();
    return client;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        done = latch.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
