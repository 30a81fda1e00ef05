package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that end when the proof of who their user is expires. */
class ExpiryTest {
  private static final String CLOSE = "{\"type\":7,\"allowReconnect\":true}" + END;

  private final FakeLoop loop = new FakeLoop();
  private final TestClient client =
      TestClient.connect(
          loop,
          TestClient.settings(
              HubOptions.builder()
                  .keepAliveInterval(Duration.ofDays(30_000))
                  .clientTimeout(Duration.ofDays(30_000))
                  .build()),
          "c1",
          "json");

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  private void assertClosed() {
    client.link().assertWritten(CLOSE);
    client.link().assertDone("close NORMAL");
    client.assertTold("over");
    client.assertTold("ended");
  }

  @Test
  void theConnectionEndsAtItsTimeAndNotBefore() {
    client.connection().expireAt(Instant.now().plusSeconds(60));

    loop.advance(Duration.ofSeconds(58));
    client.assertNothingElse();

    loop.advance(Duration.ofSeconds(3));
    assertClosed();
  }

  @Test
  void aNewTimeReplacesTheOldOne() {
    client.connection().expireAt(Instant.now().plusSeconds(60));
    client.connection().expireAt(Instant.now().plusSeconds(120));

    loop.advance(Duration.ofSeconds(100));
    client.assertNothingElse();
    client.connection().expireAt(null);
    loop.advance(Duration.ofSeconds(100));

    client.assertNothingElse();
  }

  @Test
  void aTimeThatHasPassedIsNow() {
    client.connection().expireAt(Instant.MIN);

    loop.advance(Duration.ofSeconds(2));

    assertClosed();
  }

  @Test
  void aTimeThatIsTooFarToCountIsNever() {
    client.connection().expireAt(Instant.MAX);

    loop.advance(Duration.ofHours(1));

    client.assertNothingElse();
  }
}
