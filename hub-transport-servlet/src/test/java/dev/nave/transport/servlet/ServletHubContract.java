package dev.nave.transport.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Authorize;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.transport.servlet.testkit.TestContainer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.security.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client sees of hubs in a servlet container. */
abstract class ServletHubContract {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}\u001e";

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestContainer.Starter starter;
  private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
  private TestContainer container;
  private HubServer server;

  @SuppressWarnings("NullAway.Init") // Before each test.
  ServletHubContract(TestContainer.Starter starter) {
    this.starter = starter;
  }

  /** Its methods. */
  public static final class EchoHub extends Hub {
    private final Collection<String> left;

    EchoHub(Collection<String> left) {
      this.left = left;
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      left.add(context().connectionId());
    }

    /** Returns what it was given. */
    public String echo(String text) {
      return text;
    }

    /** Returns who calls. */
    public @Nullable String who() {
      return context().userId();
    }

    /** Is for some. */
    @Authorize(roles = "teller")
    public String secret() {
      return "known";
    }
  }

  @BeforeEach
  void start() {
    ServletTransport transport =
        ServletTransport.builder().loops(2).eventStreamProbeInterval(SHORT).build();
    server =
        HubServer.builder()
            .hub("/echo", EchoHub.class, () -> new EchoHub(left))
            .transport(transport)
            .build();
    container = starter.start(servlets -> transport.mount(servlets, server), users());
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    container.close();
  }

  /** Takes the user's name from a parameter, as a container takes it from a session. */
  private static Filter users() {
    return (request, response, chain) -> {
      HttpServletRequest plain = (HttpServletRequest) request;
      String query = plain.getQueryString();
      boolean known = query != null && query.contains("as=bob");
      chain.doFilter(
          new HttpServletRequestWrapper(plain) {
            @Override
            public @Nullable Principal getUserPrincipal() {
              return known ? () -> "bob" : null;
            }

            @Override
            public boolean isUserInRole(String role) {
              return known && role.equals("teller");
            }
          },
          response);
    };
  }

  @Test
  void aClientNegotiatesAndCallsOverAWebSocket() throws Exception {
    HttpResponse<String> negotiated = post("/echo/negotiate?negotiateVersion=1", "");
    assertThat(negotiated.statusCode()).isEqualTo(200);
    assertThat(negotiated.body()).contains("connectionToken", "WebSockets", "LongPolling");
    Messages client = connect("/echo?id=" + token(negotiated));

    client.send(invocation("Echo", "\"hällo\""));

    assertThat(client.next()).contains("\"result\":\"hällo\"");
  }

  @Test
  void charactersOfTwoUnitsArriveWhereverTheContainerCutsAMessage() throws Exception {
    Messages client = connect("/echo");
    for (String before : new String[] {"", "a", "é", "a€"}) {
      String text = before + "\uD83D\uDE00".repeat(7_000);

      client.send(invocation("Echo", "\"" + text + "\""));

      assertThat(client.next()).contains("\"result\":\"" + text + "\"");
    }
  }

  @Test
  void aRequestForAWebSocketWithABodyOfUnknownLengthIsRefused() throws Exception {
    String request =
        String.join(
            "\r\n",
            "GET /echo HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Transfer-Encoding: chunked",
            "",
            "1",
            "x",
            "0",
            "",
            "");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), container.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));

      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 400".length());

      assertThat(new String(status, UTF_8)).isEqualTo("HTTP/1.1 400");
    }
  }

  @Test
  void theUserOfTheContainerIsThatOfTheHubWithItsRoles() throws Exception {
    Messages client = connect("/echo?as=bob");

    client.send(invocation("Who", ""));
    assertThat(client.next()).contains("\"result\":\"bob\"");
    client.send(invocation("Secret", ""));
    assertThat(client.next()).contains("\"result\":\"known\"");
  }

  @Test
  void aStopClosesWebSocketsAndIsToldToNewClients() throws Exception {
    Messages client = connect("/echo");

    server.stop();

    assertThat(client.next()).contains("\"type\":7");
    assertThat(post("/echo/negotiate?negotiateVersion=1", "").statusCode()).isEqualTo(503);
  }

  @Test
  void aClientThatLeavesASilentEventStreamIsNoticed() throws Exception {
    String stream = "/echo?id=" + token(post("/echo/negotiate?negotiateVersion=1", ""));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), container.port())) {
      socket.setSoTimeout(10_000);
      String request =
          "GET " + stream + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream";
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(UTF_8));
      Scanner answer = new Scanner(socket.getInputStream(), UTF_8);
      assertThat(answer.nextLine()).contains("200");
      assertThat(post(stream, HANDSHAKE).statusCode()).isEqualTo(200);
      assertThat(answer.findWithinHorizon("data: \\{\\}\u001e", 0)).isNotNull();
      assertThat(answer.findWithinHorizon("\r\n:\r\n", 0)).as("a probe").isNotNull();
    }

    assertThat(left.poll(10, TimeUnit.SECONDS)).as("who left within 10 s").isNotNull();
  }

  private static String token(HttpResponse<String> negotiated) {
    return negotiated.body().replaceAll(".*\"connectionToken\":\"([^\"]+)\".*", "$1");
  }

  private HttpResponse<String> post(String target, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri("http", target))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private URI uri(String scheme, String target) {
    return URI.create(scheme + "://127.0.0.1:" + container.port() + target);
  }

  private static String invocation(String method, String arguments) {
    return "{\"type\":1,\"invocationId\":\"1\",\"target\":\""
        + method
        + "\",\"arguments\":["
        + arguments
        + "]}\u001e";
  }

  private Messages connect(String target) throws Exception {
    Messages messages = new Messages();
    messages.socket =
        http.newWebSocketBuilder()
            .buildAsync(uri("ws", target), messages)
            .get(10, TimeUnit.SECONDS);
    messages.send(HANDSHAKE);
    assertThat(messages.next()).isEqualTo("{}");
    return messages;
  }

  /** A client that keeps what it gets but pings. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    void send(String message) {
      assertThat(socket).isNotNull();
      socket.sendText(message, true).join();
    }

    String next() throws InterruptedException {
      String message = received.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("a message within 10 s").isNotNull();
      return message.equals("{\"type\":6}") ? next() : message;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      for (int end = text.indexOf("\u001e"); end >= 0; end = text.indexOf("\u001e")) {
        received.add(text.substring(0, end));
        text.delete(0, end + 1);
      }
      from.request(1);
      return null;
    }
  }
}
