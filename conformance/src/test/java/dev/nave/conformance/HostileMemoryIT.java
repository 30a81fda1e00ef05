package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.TransportEnum;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that together send more than the heap of the server holds: each within its own bounds,
 * half of them behind a call that never ends, the others without reading an answer.
 */
class HostileMemoryIT {
  private static final int HEAP_MEBIBYTES = 256;
  private static final int CALLS = 40;

  /** The nightly build has more clients, and less patience. */
  private static final int CLIENTS = Integer.getInteger("nave.hostileClients", 250);

  private static final Duration PATIENCE =
      Duration.ofMillis(Integer.getInteger("nave.hostilePatienceMillis", 15_000));

  /** Two programs that have just begun are slow. */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void keepNoOtherClientFromItsAnswer() throws Exception {
    try (ServerProcess server =
        ServerProcess.startWithHeap(HEAP_MEBIBYTES, folder.resolve("log"))) {
      HubConnection honest = connect(server, WARM_UP);
      assertAnswers(honest, WARM_UP);
      List<HostileClient> hostile = new ArrayList<>();
      try {
        for (int number = 0; number < CLIENTS; number++) {
          HostileClient client = hostile(server, number);
          hostile.add(client);
          client.flood(CALLS);
          if (number % 25 == 0) {
            assertAnswers(honest, PATIENCE);
          }
        }
        for (int round = 0; round < 5; round++) {
          hostile.forEach(client -> client.flood(CALLS));
          assertAnswers(honest, PATIENCE);
        }
        HubConnection fresh = connect(server, PATIENCE);
        assertAnswers(fresh, PATIENCE);
        stop(fresh);
      } finally {
        hostile.forEach(HostileClient::close);
      }
      assertAnswers(honest, PATIENCE);
      HubConnection afterwards = connect(server, PATIENCE);
      assertAnswers(afterwards, PATIENCE);
      stop(afterwards);
      stop(honest);
      assertThat(server.isAlive()).isTrue();
    }
  }

  private static HostileClient hostile(ServerProcess server, int number) throws IOException {
    return number % 2 == 0
        ? HostileClient.behindAHeldCall(server.address(), number)
        : HostileClient.neverReading(server.address());
  }

  private static HubConnection connect(ServerProcess server, Duration patience) {
    HubConnection connection =
        HubConnectionBuilder.create("http://" + server.address() + "/test")
            .withTransport(TransportEnum.WEBSOCKETS)
            .build();
    assertThat(connection.start().blockingAwait(patience.toMillis(), TimeUnit.MILLISECONDS))
        .as("it connects in time")
        .isTrue();
    return connection;
  }

  private static void stop(HubConnection connection) {
    connection.stop().blockingAwait();
  }

  private static void assertAnswers(HubConnection connection, Duration patience) {
    String answer =
        connection
            .invoke(String.class, "echoString", "here")
            .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .blockingGet();
    assertThat(answer).isEqualTo("here");
  }
}
