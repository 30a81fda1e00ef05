package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.HubConnectionState;
import dev.nave.conformance.docs.ConnectingClientsSnippets;
import dev.nave.conformance.docs.ConnectingClientsSnippets.ChatHub;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The loop of {@code docs/connecting-clients.md} that keeps the official Java client connected. The
 * clock of its pauses is turned by hand.
 */
class ReconnectingJavaClientIT {
  private final TestScheduler clock = new TestScheduler();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @BeforeEach
  void takeTheClock() {
    RxJavaPlugins.setComputationSchedulerHandler(usual -> clock);
  }

  @AfterEach
  void giveTheClockBack() {
    RxJavaPlugins.setComputationSchedulerHandler(null);
  }

  private static HubServer server(WebSocketTransport web) {
    HubServer server = HubServer.builder().transport(web).hub("/chat", ChatHub.class).build();
    server.start();
    return server;
  }

  private static WebSocketTransport at(int port) {
    return WebSocketTransport.builder().host("127.0.0.1").port(port).build();
  }

  /** Takes the port while there is no server, and closes each connection that comes. */
  private static final class Refusing implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket();
    private final AtomicInteger refused = new AtomicInteger();

    Refusing(int port) throws IOException {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Thread thread = new Thread(this::refuse, "refusing");
      thread.setDaemon(true);
      thread.start();
    }

    private void refuse() {
      try {
        while (true) {
          try (Socket unwanted = socket.accept()) {
            unwanted.setSoLinger(true, 0);
            refused.incrementAndGet();
          }
        }
      } catch (IOException e) {
        // The socket was closed.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void theClientOfThePageComesBackAfterManyAttemptsAndJoinsAgain() throws Exception {
    WebSocketTransport web = at(0);
    HubServer first = server(web);
    int port = web.port();
    String url = "http://127.0.0.1:" + port + "/chat";
    HubConnection connection = HubConnectionBuilder.create(url).build();
    connection.on("messageReceived", (user, text) -> heard.add(text), String.class, String.class);

    Disposable loop = new ConnectingClientsSnippets(url, "ann").keepConnected(connection);
    clock.triggerActions();
    await().until(() -> heard.size() == 1);
    first.close();
    await().until(() -> connection.getConnectionState() == HubConnectionState.DISCONNECTED);

    try (Refusing nothing = new Refusing(port)) {
      for (int attempt = 1; attempt <= 4; attempt++) {
        int before = nothing.refused.get();
        clock.advanceTimeBy(5, TimeUnit.SECONDS);
        await().until(() -> nothing.refused.get() > before);
        await().until(() -> connection.getConnectionState() == HubConnectionState.DISCONNECTED);
      }
    }

    try (HubServer second = server(at(port))) {
      await()
          .until(
              () -> {
                clock.advanceTimeBy(5, TimeUnit.SECONDS);
                return heard.size() == 2;
              });
      assertThat(second.connections()).hasSize(1);
      clock.advanceTimeBy(60, TimeUnit.SECONDS);
      assertThat(second.connections()).as("a client that is connected stays so").hasSize(1);
      loop.dispose();
      connection.stop().blockingAwait();
    }
    assertThat(heard).containsExactly("hello", "hello");
  }
}
