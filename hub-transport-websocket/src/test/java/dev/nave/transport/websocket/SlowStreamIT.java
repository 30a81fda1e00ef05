package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.transport.tck.RawClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that does not read slows the streams it asked for, over a real socket. */
class SlowStreamIT {
  private static final String END = "\u001e";
  private static final int ITEMS = 60_000;
  private static final String PADDING = "x".repeat(1000);

  private final AtomicInteger made = new AtomicInteger();
  private final WebSocketTransport transport = WebSocketTransport.builder().port(0).build();
  private final HubServer server =
      HubServer.builder()
          .hub("/hub", StreamHub.class, StreamHub::new)
          .options(options -> options.sendTimeout(Duration.ofMinutes(1)))
          .transport(transport)
          .build();

  /** Not static: it counts what it makes. */
  public class StreamHub extends Hub {
    public Stream<String> items(int count) {
      return IntStream.range(0, count)
          .mapToObj(
              i -> {
                made.incrementAndGet();
                return i + PADDING;
              });
    }

    public int echo(int value) {
      return value;
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void send(RawClient client, String message) {
    client.send(RawClient.frame(0x81, message + END));
  }

  private RawClient connect() {
    RawClient client = RawClient.connect(transport.port());
    client.upgrade("/hub");
    send(client, "{\"protocol\":\"json\",\"version\":1}");
    assertThat(client.readText()).isEqualTo("{}" + END);
    return client;
  }

  private int madeWhenNothingMovesAnyMore() {
    AtomicInteger last = new AtomicInteger(-1);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> made.get() > 100 && last.getAndSet(made.get()) == made.get());
    return made.get();
  }

  @Test
  void theProducerWaitsForAClientThatDoesNotReadAndLosesNothing() {
    try (RawClient slow = connect();
        RawClient other = connect()) {
      send(
          slow,
          "{\"type\":4,\"invocationId\":\"1\",\"target\":\"items\",\"arguments\":[" + ITEMS + "]}");

      assertThat(madeWhenNothingMovesAnyMore()).isLessThan(ITEMS / 2);
      send(other, "{\"type\":1,\"invocationId\":\"1\",\"target\":\"echo\",\"arguments\":[5]}");
      assertThat(other.readText())
          .isEqualTo("{\"type\":3,\"invocationId\":\"1\",\"result\":5}" + END);

      int next = 0;
      boolean ended = false;
      while (!ended) {
        for (String message : slow.readText().split(END, 0)) {
          if (message.startsWith("{\"type\":2")) {
            assertThat(message).contains("\"item\":\"" + next + "x");
            next++;
          } else if (!message.equals("{\"type\":6}")) {
            assertThat(message).isEqualTo("{\"type\":3,\"invocationId\":\"1\"}");
            ended = true;
          }
        }
      }
      assertThat(next).isEqualTo(ITEMS);
      assertThat(made).hasValue(ITEMS);
    }
  }
}
