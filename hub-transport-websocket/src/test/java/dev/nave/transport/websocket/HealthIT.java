package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class HealthIT {
  @Test
  void readinessIsTheServersAndLivenessIsNot() {
    try (TestServer server = TestServer.start(settings -> settings.health("/live", "/ready"));
        RawClient client = server.connect()) {
      assertThat(get(client, "/live")).isEqualTo("200 ok");
      assertThat(get(client, "/ready")).isEqualTo("200 ok");

      server.endpoint().notReadyBecause("draining");
      assertThat(get(client, "/live")).isEqualTo("200 ok");
      assertThat(get(client, "/ready")).isEqualTo("503 draining");

      server.endpoint().notReadyBecause(null);
      assertThat(get(client, "/ready")).isEqualTo("200 ok");
    }
  }

  @Test
  void livenessEndsWhenSomethingHasFailedForGood() {
    try (TestServer server = TestServer.start(settings -> settings.health("/live", "/ready"));
        RawClient client = server.connect()) {
      server.endpoint().notAliveBecause("a loop has ended");

      assertThat(get(client, "/live")).isEqualTo("503 a loop has ended");
    }
  }

  @Test
  void onePathIsThatOfReadiness() {
    try (TestServer server = TestServer.start(settings -> settings.health("/health"));
        RawClient client = server.connect()) {
      server.endpoint().notReadyBecause("draining");
      assertThat(get(client, "/health")).isEqualTo("503 draining");
    }
  }

  @Test
  void nothingIsAnsweredUnlessAskedFor() {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      client.get("/health");
      assertThat(client.read().status()).isEqualTo(404);
    }
  }

  private static String get(RawClient client, String path) {
    client.get(path);
    RawClient.Response response = client.read();
    return response.status() + " " + response.body();
  }
}
