package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class TextAnswersIT {
  private static final int LONGEST = 1 << 20;
  private static final String JSON = "application/json";

  private final AtomicInteger asked = new AtomicInteger();

  private TestServer server;
  private RawClient client;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            settings ->
                settings
                    .staticFiles("/", "web")
                    .health("/health")
                    .textEndpoint(
                        "/asked", JSON, () -> "{\"äsked\":" + asked.incrementAndGet() + "}")
                    .textEndpoint("/index.html", "text/plain", () -> "no page")
                    .textEndpoint("/health", "text/plain", () -> "no health")
                    .textEndpoint("/hub/x", "text/plain", () -> "no hub")
                    .textEndpoint("/long", "text/plain", () -> "x".repeat(LONGEST))
                    .textEndpoint("/longer", "text/plain", () -> "x".repeat(LONGEST + 1))
                    .textEndpoint(
                        "/broken",
                        "text/plain",
                        () -> {
                          throw new IllegalStateException("secret");
                        }));
    client = server.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void makesTheTextAnewForEachRequest() {
    client.get("/asked");
    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers())
        .containsEntry("content-type", JSON)
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-content-type-options", "nosniff");
    assertThat(response.body()).isEqualTo("{\"äsked\":1}");

    client.get("/asked?again");
    assertThat(client.read().body()).isEqualTo("{\"äsked\":2}");
  }

  @Test
  void comesBeforeFilesAndAfterHubsAndHealth() {
    client.get("/index.html");
    assertThat(client.read().body()).isEqualTo("no page");
    client.get("/health");
    assertThat(client.read().body()).isEqualTo("ok");
    client.get("/hub/x");
    assertThat(client.read().body()).isEqualTo("GET /hub/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/asked/", "/asked/more", "/ask", "/Asked"})
  void answersThatPathAlone(String target) {
    client.get(target);
    assertThat(client.read().status()).isEqualTo(404);
  }

  @Test
  void answersNothingButGetAndHead() {
    client.send("POST /asked HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(404);
    client.send("HEAD /asked HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.readHead().headers()).containsEntry("content-type", JSON);
    assertThat(asked).hasValue(1);
  }

  @Test
  void sendsNoLongerTextThanAllowed() {
    client.get("/long");
    assertThat(client.read().body()).hasSize(LONGEST);
    client.get("/longer");
    assertThat(client.read().status()).isEqualTo(500);
  }

  @Test
  void doesNotTellTheClientWhyItFailed() {
    client.get("/broken");
    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("the answer cannot be made");
  }
}
