package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestLog;
import dev.nave.transport.websocket.testkit.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class HttpRequestsIT {
  private final TestServer server = TestServer.start();
  private final RawClient client = server.connect();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void requestsInARowLetOtherConnectionsHaveTheirTurn() {
    String request = "GET /hub/%s HTTP/1.1\r\nHost: x\r\n\r\n";
    AtomicBoolean begun = new AtomicBoolean();
    try (TestServer oneLoop = TestServer.start(transport -> transport.loops(1));
        RawClient flood = oneLoop.connect();
        RawClient other = oneLoop.connect()) {
      other.send(request.formatted("before"));
      assertThat(other.read().status()).isEqualTo(200);
      oneLoop
          .endpoint()
          .answerWith(
              asked -> {
                if (begun.compareAndSet(false, true)) {
                  other.send(request.formatted("other"));
                }
                return CompletableFuture.completedStage(text(asked.path()));
              });

      flood.send(request.formatted("flood").repeat(1_000));

      assertThat(other.read().body()).isEqualTo("/hub/other");
      assertThat(oneLoop.endpoint().requests().stream().map(asked -> asked.path()).limit(10))
          .contains("/hub/other");
    }
  }

  @Test
  void answersRequestsInARowInTheirOrder() {
    CompletableFuture<EndpointAnswer> slow = new CompletableFuture<>();
    server
        .endpoint()
        .answerWith(
            request ->
                request.path().equals("/hub/slow")
                    ? slow
                    : CompletableFuture.completedStage(text(request.path())));
    client.send(
        "GET /hub/slow HTTP/1.1\r\nHost: x\r\n\r\n"
            + "POST /hub/a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nGET"
            + "HEAD /hub/b HTTP/1.1\r\nHost: x\r\n\r\n"
            + "GET /hub/c HTTP/1.1\r\nHost: x\r\n\r\n");
    Awaitility.await().until(() -> server.endpoint().requests().size() == 1);
    slow.complete(text("/hub/slow"));

    assertThat(client.read().body()).isEqualTo("/hub/slow");
    assertThat(client.read().body()).isEqualTo("/hub/a");
    RawClient.Response head = client.readHead();
    assertThat(head.headers()).containsEntry("content-length", "6");
    assertThat(client.read().body()).isEqualTo("/hub/c");
  }

  @Test
  void answersAThousandRequestsInARow() {
    int count = 1_000;
    new Thread(() -> client.send("GET /hub HTTP/1.1\r\nHost: x\r\n\r\n".repeat(count))).start();
    for (int i = 0; i < count; i++) {
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void throwsBodiesAway() {
    client.send("POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel");
    client.send("lo");
    assertThat(client.read().status()).isEqualTo(200);
    client.send("POST /hub HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.send("3\r\nabc\r\n0\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(200);
    client.get("/hub");
    assertThat(client.read().body()).isEqualTo("GET /hub");
  }

  @Test
  void asksForTheBodyOfAClientThatWaitsForThat() {
    client.send(
        "POST /hub HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    assertThat(client.readHead().status()).isEqualTo(100);
    client.send("{}");
    assertThat(client.read().status()).isEqualTo(200);
  }

  @Test
  void closesWhenTheClientWantsThat() {
    client.send("GET /hub HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    RawClient.Response response = client.read();
    assertThat(response.headers()).containsEntry("connection", "close");
    assertThat(client.readEnd()).isEqualTo("closed");
  }

  @Test
  void closesAfterAResponseToHttp10UnlessAskedNotTo() {
    client.send("GET /hub HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assertThat(client.read().headers()).containsEntry("connection", "keep-alive");
    client.send("GET /hub HTTP/1.0\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(200);
    assertThat(client.readEnd()).isEqualTo("closed");
  }

  @Test
  void servesTheClientOfTheJdk() throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/hub/negotiate"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("POST /hub/negotiate");
    assertThat(response.headers().firstValue("content-type")).hasValue("text/plain");
    assertThat(response.headers().firstValue("date")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "/hub/a%20b, /hub/a b",
    "/hub/%E2%82%AC, /hub/€",
    "/hub/a%2Fb, /hub/a%2Fb",
    "http://other/hub/x?y, /hub/x",
    "HTTPS://other/hub, /hub",
  })
  void decodesTheTarget(String target, String path) {
    client.get(target);

    assertThat(client.read().body()).isEqualTo("GET " + path);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /hub/%zz HTTP/1.1|Host: x, 400",
    "GET /hub/%00 HTTP/1.1|Host: x, 400",
    "GET /hub/%ff HTTP/1.1|Host: x, 400",
    "GET /hub#part HTTP/1.1|Host: x, 400",
    "GET hub HTTP/1.1|Host: x, 400",
    "CONNECT x:80 HTTP/1.1|Host: x, 400",
    "GET /hub HTTP/1.1, 400",
    "GET /hub HTTP/1.1|Host: x|Host: y, 400",
    "GET /hub HTTP/1.2|Host: x, 505",
    "PRI * HTTP/2.0, 505",
    "hello, 400",
    "GET /hub HTTP/1.1|Host: x|no colon, 400",
    "GET /hub HTTP/1.1|Host: x|a : b, 400",
    "GET /hub HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 2, 400",
    "GET /hub HTTP/1.1|Host: x|Content-Length: -1, 400",
    "GET /hub HTTP/1.1|Host: x|Content-Length: 1|Transfer-Encoding: chunked, 400",
    "GET /hub HTTP/1.1|Host: x|Transfer-Encoding: gzip, 400",
    "OPTIONS * HTTP/1.1|Host: x, 404",
    "GET /other HTTP/1.1|Host: x, 404",
  })
  void refusesWhatIsMalformed(String head, int status) {
    client.send(head.replace("|", "\r\n") + "\r\n\r\n");

    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(status);
    if (status != 404) {
      assertThat(response.headers()).containsEntry("connection", "close");
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(server.endpoint().requests()).isEmpty();
    }
  }

  @Test
  void answers500WhenTheEndpointFails() {
    server
        .endpoint()
        .answerWith(
            request -> {
              throw new IllegalStateException("broken endpoint");
            });
    client.get("/hub");
    assertThat(client.read().status()).isEqualTo(500);

    server
        .endpoint()
        .answerWith(
            request ->
                CompletableFuture.failedFuture(new IllegalStateException("broken endpoint")));
    client.get("/hub");
    assertThat(client.read().status()).isEqualTo(500);
    assertThat(TestLog.takeLinesWith("broken endpoint")).isNotEmpty();
  }

  @Test
  void splitsNoResponseWhateverTheEndpointPutsIntoAHeader() {
    server
        .endpoint()
        .answerWith(
            request ->
                CompletableFuture.completedStage(
                    new Respond(200, Map.of("X-Test", "a\r\nSet-Cookie: b"), new byte[0])));
    client.get("/hub");

    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.headers()).doesNotContainKey("set-cookie");
    assertThat(TestLog.takeLinesWith("a request could not be answered")).isNotEmpty();
  }

  @Test
  void sendsNoBodyWith204() {
    server
        .endpoint()
        .answerWith(
            request ->
                CompletableFuture.completedStage(
                    request.path().equals("/hub/none")
                        ? new Respond(204, Map.of("X-Test", "a"), new byte[0])
                        : text("next")));
    client.get("/hub/none");
    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers()).containsEntry("x-test", "a").doesNotContainKey("content-length");
    client.get("/hub");
    assertThat(client.read().body()).isEqualTo("next");
  }

  private static EndpointAnswer text(String body) {
    return new Respond(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
