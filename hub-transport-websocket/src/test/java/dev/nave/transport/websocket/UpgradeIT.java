package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestLog;
import dev.nave.transport.websocket.testkit.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class UpgradeIT {
  private static final String REQUEST = RawClient.upgradeRequest("/hub");
  private final TestServer server = TestServer.start();
  private final RawClient client = server.connect();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void acceptsWithTheKeyOfTheClient() {
    client.send(REQUEST);

    RawClient.Response response = client.readHead();
    assertThat(response.status()).isEqualTo(101);
    assertThat(response.headers())
        .containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        .containsEntry("upgrade", "websocket")
        .containsEntry("connection", "upgrade")
        .doesNotContainKeys("sec-websocket-extensions", "sec-websocket-protocol");
  }

  @Test
  void agreesToASubProtocolOnlyIfToldTo() {
    String offer =
        REQUEST.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat.v1, chat.v2\r\n\r\n");
    client.send(offer);
    assertThat(client.readHead().headers()).doesNotContainKey("sec-websocket-protocol");

    try (TestServer agreeing =
            TestServer.start(settings -> settings.subProtocols(List.of("chat.v2")));
        RawClient other = agreeing.connect()) {
      other.send(offer);
      assertThat(other.readHead().headers()).containsEntry("sec-websocket-protocol", "chat.v2");
    }
  }

  @Test
  void servesTheClientOfTheJdk() {
    server
        .endpoint()
        .onConnection(
            connection ->
                connection.onReceived(
                    bytes ->
                        FakeConnection.write(
                            connection.link(), new String(bytes, StandardCharsets.UTF_8))));
    CompletableFuture<String> answer = new CompletableFuture<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + server.port() + "/hub"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence text, boolean last) {
                    answer.complete(text.toString());
                    from.request(1);
                    return CompletableFuture.completedStage(null);
                  }

                  @Override
                  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                    closed.complete(code);
                    return CompletableFuture.completedStage(null);
                  }
                })
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
    socket.sendText("hello", true).join();
    assertThat(answer.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("hello");
    socket.sendClose(1000, "bye").join();
    assertThat(closed.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(1000);
  }

  @Test
  void readsTheRequestCutAtEveryByte() {
    for (byte one : REQUEST.getBytes(StandardCharsets.US_ASCII)) {
      client.send(new byte[] {one});
    }

    assertThat(client.readHead().status()).isEqualTo(101);
  }

  @Test
  void anUpgradeWithAHeaderThatCannotBeWrittenIsAnsweredWith500() {
    FakeConnection connection = server.endpoint().newConnection();
    server
        .endpoint()
        .answerWith(
            request ->
                CompletableFuture.completedStage(new Attach(connection, Map.of("X-A", " b"))));

    client.send(RawClient.upgradeRequest("/other"));

    assertThat(client.read().status()).isEqualTo(500);
    connection.awaitAbandoned();
    assertThat(TestLog.takeLinesWith("a request could not be answered")).hasSize(1);
  }

  @Test
  void losesNothingThatComesBehindTheRequest() {
    CompletableFuture<EndpointAnswer> answer = new CompletableFuture<>();
    server.endpoint().answerWith(request -> answer);
    client.send(
        RawClient.concat(
            RawClient.upgradeRequest("/later").getBytes(StandardCharsets.US_ASCII),
            RawClient.frame(0x81, "first,")));
    Awaitility.await().until(() -> !server.endpoint().requests().isEmpty());
    client.send(RawClient.frame(0x81, "second"));
    FakeConnection connection = server.endpoint().newConnection();
    answer.complete(new Attach(connection));

    assertThat(client.readHead().status()).isEqualTo(101);
    connection.awaitReceived("first,second");
  }

  @Test
  void upgradesAConnectionThatHasServedRequests() {
    client.send("POST /hub/negotiate HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}" + REQUEST);
    client.send(RawClient.frame(0x82, "hello"));

    assertThat(client.read().body()).isEqualTo("POST /hub/negotiate");
    assertThat(client.readHead().status()).isEqualTo(101);
    server.connection().awaitReceived("hello");
  }

  @Test
  void asksForVersion13() {
    client.send(REQUEST.replace("Version: 13", "Version: 8"));

    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(426);
    assertThat(response.headers()).containsEntry("sec-websocket-version", "13");
    assertThat(client.readEnd()).isEqualTo("closed");
    assertThat(server.endpoint().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Other: x",
        "Sec-WebSocket-Key: abc",
        "Sec-WebSocket-Key: ************************",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZXM=",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 3",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nTransfer-Encoding: chunked",
      })
  void refusesARequestThatCannotBeGranted(String instead) {
    client.send(REQUEST.replace("Sec-WebSocket-Key: " + RawClient.KEY, instead));

    assertThat(client.read().status()).isEqualTo(400);
    assertThat(server.endpoint().requests()).isEmpty();
  }

  /** As the reference server: such a request is an ordinary one. */
  @ParameterizedTest
  @ValueSource(strings = {"POST /hub HTTP/1.1", "GET /hub HTTP/1.0"})
  void upgradesOnlyGetOfHttp11(String line) {
    client.send(REQUEST.replace("GET /hub HTTP/1.1", line));

    assertThat(client.read().body()).endsWith(" /hub");
  }

  @Test
  void ignoresOtherUpgrades() {
    client.send(
        REQUEST
            .replace("Upgrade: websocket", "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__")
            .replace("Connection: Upgrade", "Connection: Upgrade, HTTP2-Settings"));

    assertThat(client.read().status()).isEqualTo(200);
  }

  @Test
  void passesOnARefusalOfTheEndpoint() {
    server
        .endpoint()
        .answerWith(
            request ->
                CompletableFuture.completedStage(
                    new Respond(
                        404,
                        Map.of(),
                        "No Connection with that ID".getBytes(StandardCharsets.UTF_8))));
    client.send(RawClient.upgradeRequest("/other"));

    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("No Connection with that ID");
  }

  @Test
  void abandonsAConnectionWhoseClientHasGone() {
    CompletableFuture<EndpointAnswer> answer = new CompletableFuture<>();
    server.endpoint().answerWith(request -> answer);
    client.send(RawClient.upgradeRequest("/later"));
    Awaitility.await().until(() -> !server.endpoint().requests().isEmpty());
    server.transport().stop().toCompletableFuture().join();
    FakeConnection connection = server.endpoint().newConnection();
    answer.complete(new Attach(connection));

    connection.awaitAbandoned();
  }

  @Test
  void endsALinkWhoseClientWentBeforeTheAnswer() {
    CompletableFuture<EndpointAnswer> answer = new CompletableFuture<>();
    server.endpoint().answerWith(request -> answer);
    client.send(RawClient.upgradeRequest("/later"));
    Awaitility.await().until(() -> !server.endpoint().requests().isEmpty());
    client.reset();
    FakeConnection connection = server.endpoint().newConnection();
    answer.complete(new Attach(connection));

    // Either way: it depends on whether the reset has been seen by then.
    Awaitility.await().until(() -> connection.isAbandoned() || connection.hasEnded());
  }

  @Test
  void abandonsAConnectionForWhatIsNoUpgrade() {
    FakeConnection connection = server.endpoint().newConnection();
    server
        .endpoint()
        .answerWith(request -> CompletableFuture.completedStage(new Attach(connection)));
    client.get("/hub");

    assertThat(client.read().status()).isEqualTo(500);
    connection.awaitAbandoned();
    assertThat(TestLog.takeLinesWith("a WebSocket for a request that is no upgrade")).isNotEmpty();
  }

  @Test
  void theResponseThatCompletesAnUpgradeHasTheHeadersOfTheAnswer() {
    FakeConnection connection = server.endpoint().newConnection();
    Attach answer = new Attach(connection, Map.of("Set-Cookie", "node=a"));
    server.endpoint().answerWith(request -> CompletableFuture.completedStage(answer));
    client.send(RawClient.upgradeRequest("/later"));

    RawClient.Response response = client.readHead();
    assertThat(response.status()).isEqualTo(101);
    assertThat(response.headers()).containsEntry("set-cookie", "node=a");
  }

  @Test
  void refusesAnEventStreamWhoseHeadersNoResponseMayHave() {
    FakeConnection connection = server.endpoint().newConnection();
    Respond beginning = new Respond(200, Map.of("X-A", "a\nb"), new byte[0]);
    server
        .endpoint()
        .answerWith(
            request ->
                CompletableFuture.completedStage(new EndpointAnswer.Stream(connection, beginning)));
    client.get("/hub");

    assertThat(client.read().status()).isEqualTo(500);
    connection.awaitAbandoned();
    assertThat(TestLog.takeLinesWith("a request could not be answered")).isNotEmpty();
  }

  @Test
  void closesWith1011WhenAConnectionCannotBeAttached() {
    server
        .endpoint()
        .onConnection(
            connection ->
                connection.onAttach(
                    link -> {
                      throw new IllegalStateException("not today");
                    }));
    client.upgrade("/hub");

    assertThat(client.readFrame().closeCode()).isEqualTo(1011);
    assertThat(TestLog.takeLinesWith("not today")).isNotEmpty();
  }

  @Test
  void mayEndALinkWhileItIsAttached() {
    server.endpoint().onConnection(connection -> connection.onAttach(link -> link.abort()));
    client.send(REQUEST);

    assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
  }

  @Test
  void tellsTheEndpointWhatWasAskedForAndLogsNoToken() {
    client.send(requestWith("/hub?id=a%2Bb&access_token=s3cret", "Authorization: Bearer s3cret"));
    assertThat(client.read().status()).isEqualTo(200);
    try (RawClient other = server.connect()) {
      other.send(requestWith("/hub?access_token=s3cret", "Authorization: s3cret\u0001 s3cret"));
      assertThat(other.read().status()).isEqualTo(400);
    }

    HttpRequest request = server.endpoint().requests().get(0);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/hub");
    assertThat(request.query("id")).hasValue("a+b");
    assertThat(request.query("access_token")).hasValue("s3cret");
    assertThat(request.header("authorization")).hasValue("Bearer s3cret");
    assertThat(request.isSecure()).isFalse();
    assertThat(request.remoteAddress().orElseThrow().toString()).contains("127.0.0.1");
    assertThat(TestLog.linesWith("s3cret")).isEmpty();
  }

  private static String requestWith(String target, String header) {
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
  }
}
