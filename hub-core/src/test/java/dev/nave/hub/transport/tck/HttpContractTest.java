package dev.nave.hub.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport promises that listens: requests, their bodies, answers. */
public abstract class HttpContractTest extends LinkContractTest {
  private final TransportFixture.Starter starter;
  private FakeEndpoint endpoint = new FakeEndpoint();
  private TransportFixture running;
  private List<FakeExchange> exchanges = new ArrayList<>();

  /** Tests what {@code starter} starts. */
  @SuppressWarnings("NullAway.Init") // Before each test.
  protected HttpContractTest(TransportFixture.Starter starter) {
    this.starter = starter;
  }

  @BeforeEach
  void start() {
    endpoint = new FakeEndpoint();
    exchanges = new ArrayList<>();
    running = starter.start(endpoint);
  }

  @AfterEach
  void stop() {
    running.close();
    endpoint.connections().forEach(FakeConnection::assertPromisesKept);
    exchanges.forEach(exchange -> assertThat(exchange.broken()).isEmpty());
  }

  RawClient connect() {
    return RawClient.connect(running.port());
  }

  RawClient webSocket() {
    RawClient client = connect();
    client.upgrade("/hub");
    return client;
  }

  @Override
  protected LinkClient client() {
    return new WebSocketClient(webSocket());
  }

  @Override
  protected void want(ConnectionLoop loop) {
    endpoint.onConnection(next -> next.wants(loop));
  }

  @Override
  protected CompletionStage<Void> stopTransport() {
    return running.transport().stop();
  }

  @Override
  protected FakeConnection connection() {
    await().until(() -> !endpoint.connections().isEmpty());
    return endpoint.connections().get(endpoint.connections().size() - 1);
  }

  FakeEndpoint endpoint() {
    return endpoint;
  }

  TransportFixture running() {
    return running;
  }

  // Requests.

  @Test
  void aRequestIsTranslatedAndAnswered() {
    try (RawClient client = connect()) {
      client.send(
          String.join(
              "\r\n",
              "GET /hub/a%20b?x=1&X=%C3%A4+&y HTTP/1.1",
              "Host: localhost",
              "X-Some: one",
              "Cookie: a=b",
              "",
              ""));

      assertThat(client.read().body()).isEqualTo("GET /hub/a b");
    }
    HttpRequest request = endpoint.requests().get(0);
    assertThat(request.query())
        .containsEntry("x", List.of("1", "ä "))
        .containsEntry("y", List.of(""));
    assertThat(request.header("x-some")).contains("one");
    assertThat(request.cookie("a")).contains("b");
    assertThat(request.remoteAddress()).get().asString().contains("127.0.0.1");
    assertThat(request.isSecure()).isFalse();
  }

  @Test
  void theAddressIsThatOfTheSocketWhateverProxiesAreSaidToHaveSeen() {
    try (RawClient client = connect()) {
      client.send(
          String.join(
              "\r\n",
              "GET /hub HTTP/1.1",
              "Host: localhost",
              "X-Forwarded-For: 192.0.2.1",
              "X-Forwarded-Proto: https",
              "Forwarded: for=192.0.2.2",
              "",
              ""));
      client.read();
    }
    HttpRequest request = endpoint.requests().get(0);
    assertThat(request.remoteAddress()).get().asString().contains("127.0.0.1");
    assertThat(request.isSecure()).isFalse();
    assertThat(request.header("X-Forwarded-For")).contains("192.0.2.1");
    assertThat(request.header("Forwarded")).contains("for=192.0.2.2");
  }

  @Test
  void headersAndStatusOfAnAnswerReachTheClient() {
    endpoint.answerWith(
        request ->
            CompletableFuture.completedStage(
                new EndpointAnswer.Respond(429, Map.of("Retry-After", "7"), "no".getBytes(UTF_8))));
    try (RawClient client = connect()) {
      client.get("/hub");

      RawClient.Response answer = client.read();
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.headers()).containsEntry("retry-after", "7");
      assertThat(answer.body()).isEqualTo("no");
    }
  }

  @Test
  void anAnswerMayComeLater() {
    CompletableFuture<EndpointAnswer> later = new CompletableFuture<>();
    endpoint.answerWith(request -> later);
    try (RawClient client = connect()) {
      client.get("/hub");
      await().until(() -> !endpoint.requests().isEmpty());
      later.complete(EndpointAnswer.Respond.of(200, Map.of(), "at last"));

      assertThat(client.read().body()).isEqualTo("at last");
    }
  }

  @Test
  void anUpgradeInAWrongWayIsRefused() {
    try (RawClient client = connect()) {
      client.send(RawClient.upgradeRequest("/hub").replace("Version: 13", "Version: 12"));
      assertThat(client.read().status()).isEqualTo(426);
    }
    try (RawClient client = connect()) {
      client.send(RawClient.upgradeRequest("/hub").replace(RawClient.KEY, "c2hvcnQ="));
      assertThat(client.read().status()).isEqualTo(400);
    }
    assertThat(endpoint.connections()).isEmpty();
  }

  // Bodies.

  /** All requests become exchanges, whose bodies the endpoint wants. */
  private FakeExchange exchange() {
    FakeExchange exchange = new FakeExchange();
    exchanges.add(exchange);
    endpoint.wantsBodies(true);
    endpoint.answerWith(
        request -> CompletableFuture.completedStage(new EndpointAnswer.Later(exchange)));
    return exchange;
  }

  private static String post(String headers, String body) {
    return "POST /hub HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n" + body;
  }

  @Test
  void aBodyIsReadHoweverItIsCut() {
    FakeExchange exchange = exchange();
    String body = "ä".repeat(20_000);
    byte[] sent = post("Content-Length: 40000", body).getBytes(UTF_8);
    try (RawClient client = connect()) {
      client.send(Arrays.copyOf(sent, 70));
      exchange.beginToRead();
      client.send(Arrays.copyOfRange(sent, 70, 20_001));
      client.send(Arrays.copyOfRange(sent, 20_001, sent.length));

      assertThat(exchange.body()).isEqualTo(body);
      exchange.answer("read");
      assertThat(client.read().body()).isEqualTo("read");
      assertThat(exchange.end()).isEqualTo("answered");
    }
  }

  @Test
  void aBodyMayComeInChunks() {
    FakeExchange exchange = exchange();
    try (RawClient client = connect()) {
      client.send(post("Transfer-Encoding: chunked", "3\r\none\r\n"));
      exchange.beginToRead();
      client.send("4\r\n tw");
      client.send("o\r\n0\r\n\r\n");

      assertThat(exchange.body()).isEqualTo("one two");
      exchange.answer("read");
      assertThat(client.read().body()).isEqualTo("read");
    }
  }

  @Test
  void aRequestWithoutABodyHasAnEmptyOne() {
    FakeExchange exchange = exchange();
    try (RawClient client = connect()) {
      client.send(post("Content-Length: 0", ""));
      exchange.beginToRead();

      assertThat(exchange.body()).isEmpty();
      exchange.answer("read");
      assertThat(client.read().body()).isEqualTo("read");
    }
  }

  @Test
  void aBodyThatTheEndpointDoesNotReadIsThrownAway() {
    FakeExchange exchange = exchange();
    try (RawClient client = connect()) {
      client.send(post("Content-Length: 20000", "x".repeat(20_000)));
      exchange.refuse(413);

      assertThat(client.readHead().status()).isEqualTo(413);
      exchange.end();
    }
  }

  @Test
  void aBodyThatDoesNotGoOnIsRefused() {
    FakeExchange exchange = exchange();
    try (RawClient client = connect()) {
      client.send(post("Content-Length: 1000", "x"));
      exchange.beginToRead();

      assertThat(client.readHead().status()).isEqualTo(408);
      assertThat(exchange.end()).isEqualTo("abandoned");
    }
  }

  @Test
  void aBodyWhoseClientIsCutIsAbandoned() {
    FakeExchange exchange = exchange();
    RawClient client = connect();
    client.send(post("Content-Length: 1000", "x"));
    exchange.beginToRead();
    client.reset();

    assertThat(exchange.end()).isEqualTo("abandoned");
  }

  // Requests that wait.

  @Test
  void requestsThatWaitAreAnsweredEachForItself() {
    List<FakeExchange> waiting = new ArrayList<>();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      FakeExchange exchange = exchange();
      endpoint.wantsBodies(false);
      RawClient client = connect();
      client.get("/hub");
      exchange.client();
      waiting.add(exchange);
      clients.add(client);
    }

    for (int i = 7; i >= 0; i--) {
      waiting.get(i).answer("answer " + i);
      assertThat(clients.get(i).read().body()).isEqualTo("answer " + i);
      assertThat(waiting.get(i).end()).isEqualTo("answered");
    }
    clients.forEach(RawClient::close);
  }

  @Test
  void aClientThatSendsNothingMoreIsAnswered() {
    FakeExchange exchange = exchange();
    endpoint.wantsBodies(false);
    try (RawClient client = connect()) {
      client.get("/hub");
      exchange.client();
      client.shutdownOutput();
      exchange.answer("late");

      if (exchange.end().equals("answered")) {
        assertThat(client.readAll()).endsWith("late");
      }
    }
  }

  @Test
  void aStopAbandonsRequestsThatWait() {
    FakeExchange exchange = exchange();
    endpoint.wantsBodies(false);
    try (RawClient client = connect()) {
      client.get("/hub");
      exchange.client();

      running.transport().stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();

      assertThat(exchange.end()).isEqualTo("abandoned");
      assertThat(client.readAll()).doesNotContain("200");
    }
  }

  @Test
  void anAbortCutsTheSocketOfARequest() {
    FakeExchange exchange = exchange();
    endpoint.wantsBodies(false);
    try (RawClient client = connect()) {
      client.get("/hub");
      exchange.client().abort();

      assertThat(exchange.end()).isEqualTo("abandoned");
      assertThat(client.readAll()).doesNotContain("200");
    }
  }
}
