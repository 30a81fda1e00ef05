package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.NonBlocking;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.TestLog;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods that do not block run on the event loop of their connection's socket. */
class NonBlockingIT {
  private static final String WARNING = "nonBlockingGrace";

  private final CountDownLatch gate = new CountDownLatch(1);
  private WebSocketTransport transport;
  private HubServer server;

  /** The hub of most tests. */
  public final class QuickHub extends Hub {
    /** Tells its thread. */
    @NonBlocking
    public String quick() {
      return Thread.currentThread().getName();
    }

    /** Tells its thread, which may block. */
    public String slow() {
      return Thread.currentThread().getName();
    }

    /** Blocks until the test lets it go. */
    public String block() throws InterruptedException {
      return String.valueOf(gate.await(30, TimeUnit.SECONDS));
    }

    /** Waits for what the test does. */
    @NonBlocking
    public String joins() throws InterruptedException {
      return block();
    }

    /** Takes its time, though it says otherwise. */
    @NonBlocking
    public String lies() {
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < Duration.ofMillis(60).toNanos()) {
        LockSupport.parkNanos(1_000_000);
      }
      return "done";
    }
  }

  /** Returns a stream on the loop, which is refused. */
  public static class StreamingHub extends Hub {
    /** Streams. */
    @NonBlocking
    public Stream<String> names() {
      return Stream.of();
    }
  }

  @BeforeEach
  void start() {
    transport = WebSocketTransport.builder().host("127.0.0.1").port(0).loops(1).build();
    server =
        HubServer.builder()
            .transport(transport)
            .serverOptions(options -> options.stopGrace(Duration.ofSeconds(1)))
            .hub(
                "/quick",
                QuickHub.class,
                QuickHub::new,
                hub ->
                    hub.name("Quick")
                        .options(options -> options.nonBlockingGrace(Duration.ofMillis(50))))
            .build();
    server.start();
    TestLog.takeLinesWith(WARNING);
  }

  @AfterEach
  void stop() {
    gate.countDown();
    server.stop();
  }

  private RawClient connect() {
    RawClient client = RawClient.connect(transport.port());
    client.upgrade("/quick");
    client.send(RawClient.frame(0x81, "{\"protocol\":\"json\",\"version\":1}\u001e"));
    assertThat(client.readText()).isEqualTo("{}\u001e");
    return client;
  }

  /** Calls methods, all in one frame; the ids are their places. */
  private static void call(RawClient client, String... targets) {
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < targets.length; i++) {
      calls
          .append("{\"type\":1,\"invocationId\":\"")
          .append(i)
          .append("\",\"target\":\"")
          .append(targets[i])
          .append("\",\"arguments\":[]}\u001e");
    }
    client.send(RawClient.frame(0x81, calls.toString()));
  }

  /** Reads so many completions, which may share frames. */
  private static String read(RawClient client, int completions) {
    StringBuilder read = new StringBuilder();
    while (read.chars().filter(c -> c == '\u001e').count() < completions) {
      read.append(client.readText());
    }
    return read.toString();
  }

  private static String completion(int id, String thread) {
    return "\\{\"type\":3,\"invocationId\":\"" + id + "\",\"result\":\"" + thread + "\"}\u001e";
  }

  @Test
  void itsThreadIsThatOfTheLoop() {
    try (RawClient client = connect()) {
      call(client, "quick", "slow", "quick");

      assertThat(read(client, 3))
          .matches(
              completion(0, "nave-loop-[^\"]*")
                  + completion(1, "nave-hub-[^\"]*")
                  + completion(2, "nave-loop-[^\"]*"));
    }
  }

  @Test
  void itWaitsForACallThatBlocksAndAnotherConnectionDoesNot() {
    try (RawClient client = connect();
        RawClient other = connect()) {
      call(client, "quick", "block", "quick", "slow");
      assertThat(read(client, 1)).matches(completion(0, "nave-loop-[^\"]*"));
      call(other, "quick");
      assertThat(read(other, 1)).matches(completion(0, "nave-loop-[^\"]*"));
      assertThat(client.hasInput()).isFalse();

      gate.countDown();

      assertThat(read(client, 3))
          .matches(
              completion(1, "true")
                  + completion(2, "nave-loop-[^\"]*")
                  + completion(3, "nave-hub-[^\"]*"));
    }
  }

  @Test
  void oneThatTakesLongIsNamedInTheLogOnce() {
    try (RawClient client = connect()) {
      call(client, "lies", "lies", "quick");
      read(client, 3);

      await().until(() -> !TestLog.linesWith(WARNING).isEmpty());
      assertThat(TestLog.takeLinesWith(WARNING))
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("hub Quick: " + QuickHub.class.getName() + ".lies() is @NonBlocking but takes");
    }
  }

  @Test
  void oneThatDoesNotReturnIsNamedWhileItRuns() {
    try (RawClient client = connect()) {
      call(client, "joins");

      await().until(() -> !TestLog.linesWith(WARNING).isEmpty());
      assertThat(client.hasInput()).isFalse();
      assertThat(TestLog.takeLinesWith(WARNING))
          .singleElement()
          .asString()
          .contains("hub Quick: " + QuickHub.class.getName() + ".joins() is @NonBlocking");

      gate.countDown();
      assertThat(read(client, 1)).matches(completion(0, "true"));
    }
  }

  @Test
  void oneThatDoesNotReturnHoldsUpAStopForSomeSecondsOnly() {
    try (RawClient client = connect()) {
      call(client, "joins");
      await().until(() -> !TestLog.linesWith(WARNING).isEmpty());

      CompletableFuture<Void> stopped = server.stopAsync();

      await().atMost(Duration.ofSeconds(60)).until(stopped::isDone);
      assertThat(gate.getCount()).isOne();
      assertThat(TestLog.takeLinesWith("an event loop does not end")).hasSize(1);
      assertThat(TestLog.takeLinesWith(WARNING)).hasSize(1);
    }
  }

  @Test
  void manyCallsOfOneClientDoNotKeepTheLoopFromAnother() {
    try (RawClient client = connect();
        RawClient other = connect()) {
      String[] calls = new String[500];
      Arrays.fill(calls, "quick");
      call(client, calls);
      call(other, "quick");

      assertThat(read(other, 1)).matches(completion(0, "nave-loop-[^\"]*"));
      assertThat(read(client, 500)).contains("\"invocationId\":\"499\"");
    }
  }

  @Test
  void aHubWhoseMethodWouldWaitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HubServer.builder()
                    .transport(WebSocketTransport.builder().port(0).build())
                    .hub("/s", StreamingHub.class)
                    .build())
        .withMessageContaining(StreamingHub.class.getName() + ".names() cannot be @NonBlocking");
  }
}
