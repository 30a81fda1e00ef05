package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.internal.fakes.RecordingMeters;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What clients send right before they leave, on one server and on two. */
class LastMessagesTest {
  private static final List<String> NAMES = IntStream.range(0, 20).mapToObj(i -> "n" + i).toList();

  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final List<String> noted = new CopyOnWriteArrayList<>();

  /** The hub of all tests. */
  public final class TestHub extends Hub {
    /** Goes on until the test ends it. */
    public CompletionStage<Void> hold() {
      begun.add("hold");
      return gate;
    }

    /** Notes a text and tells all others. */
    public void tell(String text) {
      noted.add(text);
      var unusedFuture = clients().others().send("told", text);
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      ended.add(context().connectionId());
    }
  }

  private static String next(BlockingQueue<String> queue) throws InterruptedException {
    String next = queue.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("within 30 s").isNotNull();
    return next;
  }

  private HubTester member(InMemoryCluster cluster) {
    return HubTester.of(
        "/test",
        server -> server.hub("/test", TestHub.class, TestHub::new).backplane(cluster.newNode()));
  }

  private void sendAll(TestClient client) throws InterruptedException {
    client.send("hold");
    NAMES.forEach(name -> client.send("tell", name));
    assertThat(next(begun)).isEqualTo("hold");
  }

  @Test
  void whatAClientSentBeforeItLeftReachesAClientOfAnotherServer() throws Exception {
    InMemoryCluster cluster = new InMemoryCluster();
    try (HubTester one = member(cluster);
        HubTester two = member(cluster)) {
      TestClient bob = two.connect("bob");
      TestClient ann = one.connect("ann");
      sendAll(ann);
      ann.close();
      gate.complete(null);

      assertThat(next(ended)).isEqualTo(ann.connectionId());
      assertThat(noted).isEqualTo(NAMES);
      for (String name : NAMES) {
        assertThat(bob.expect("told").argument(0, String.class)).isEqualTo(name);
      }
      assertThat(one.server().counters().droppedInvocations()).isZero();
    }
  }

  @Test
  void whatAClientSentBeforeItWasCutIsDroppedAndCounted() throws Exception {
    RecordingMeters meters = new RecordingMeters();
    try (HubTester tester =
        HubTester.of(
            "/test", server -> server.hub("/test", TestHub.class, TestHub::new).meters(meters))) {
      TestClient ann = tester.connect("ann");
      sendAll(ann);
      meters.awaitReceived(TestHub.class, 1, 1 + NAMES.size()); // What was not read would be lost.
      ann.cut();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> tester.server().counters().droppedInvocations() == NAMES.size());
      gate.complete(null);

      assertThat(next(ended)).isEqualTo(ann.connectionId());
      assertThat(noted).isEmpty();
    }
  }
}
