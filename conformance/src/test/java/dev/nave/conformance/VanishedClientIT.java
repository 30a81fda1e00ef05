package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.testkit.Namespace;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.IoBackend;
import dev.nave.transport.websocket.WebSocketTransport;
import io.netty.channel.epoll.Epoll;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client whose machine or network is gone: no FIN, no reset, and not one ping before. Needs root,
 * {@code ip} and {@code iptables}, as {@link Namespace} says.
 */
class VanishedClientIT {
  /** A quarter of an hour is what TCP takes by itself. */
  private static final long LONGEST_SECONDS = 90;

  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  /** Tells when its client came and went. */
  private final class WatchedHub extends Hub {
    @Override
    protected void onConnected() {
      connected.countDown();
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      gone.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EPOLL, webSockets",
    "EPOLL, serverSentEvents",
    "EPOLL, longPolling",
    "NIO,   longPolling",
  })
  void isGoneSoonAfterItsTimeout(IoBackend io, String transport) throws Exception {
    Assumptions.assumeTrue(io == IoBackend.NIO || Epoll.isAvailable(), "epoll is Linux's alone");
    WebSocketTransport web =
        WebSocketTransport.builder().host("0.0.0.0").port(0).loops(1).io(io).build();
    HubServer server =
        HubServer.builder()
            .transport(web)
            .options(
                options ->
                    options
                        .keepAliveInterval(Duration.ofSeconds(1))
                        .clientTimeout(Duration.ofSeconds(4))
                        .sendTimeout(Duration.ofSeconds(4))
                        .longPollTimeout(Duration.ofMinutes(30))
                        .disconnectTimeout(Duration.ofSeconds(1)))
            .hub("/vanish", WatchedHub.class, WatchedHub::new)
            .build();
    server.start();
    try (Namespace elsewhere = Namespace.create()) {
      Process client = start(elsewhere, web.port(), transport);
      try (BufferedReader said = client.inputReader()) {
        assertThat(said.readLine()).startsWith("connected");
        assertThat(connected.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();

        elsewhere.dropAll();

        assertThat(gone.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(client.isAlive()).isTrue();
      } finally {
        client.destroyForcibly().waitFor();
      }
    } finally {
      server.stop();
    }
  }

  private static Process start(Namespace where, int port, String transport) throws IOException {
    List<String> command = new ArrayList<>(where.inside());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            VanishingClient.class.getName(),
            where.outerAddress(),
            String.valueOf(port),
            transport));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
