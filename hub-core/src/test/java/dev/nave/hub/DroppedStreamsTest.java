package dev.nave.hub;

import static org.awaitility.Awaitility.await;

import dev.nave.hub.internal.fakes.RecordingMeters;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that has not begun when its client is cut off is over, and not counted any more. */
class DroppedStreamsTest {
  private final RecordingMeters meters = new RecordingMeters();
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server.meters(meters).hub("/hub", AnyHub.class, AnyHub::new, hub -> hub.name("Any")));

  /** Not static: its objects wait for the test. */
  public class AnyHub extends Hub {
    public CompletableFuture<Void> waits() {
      return gate;
    }

    public Flow.Publisher<String> news() {
      return new SubmissionPublisher<>();
    }
  }

  @AfterEach
  void close() {
    gate.complete(null);
    tester.close();
  }

  private void awaitStreams(long count) {
    await().until(() -> meters.read(HubMeter.STREAMS, Map.of("hub", "Any")) == count);
  }

  @Test
  void aStreamBehindACallThatWaitsIsDroppedWithIt() {
    TestClient client = tester.connect();
    client.send("waits");
    client.send("waits"); // Its turn comes after the first, and so does that of the stream.
    client.stream(String.class, "news");
    awaitStreams(1);

    client.cut();

    awaitStreams(0);
  }
}
