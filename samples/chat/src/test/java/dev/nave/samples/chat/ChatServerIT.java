package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatServerIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    "'', text/html",
    "style.css, text/css",
    "app.js, text/javascript",
    "vendor/signalr.min.js, text/javascript",
    "health/live, text/plain",
    "health/ready, text/plain"
  })
  void servesThePage(String path, String type) throws Exception {
    try (ChatServer server = ChatServer.start(new Arguments("127.0.0.1", 0))) {
      HttpResponse<String> answer = get(server.address() + path);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type"))
          .hasValueSatisfying(it -> assertThat(it).startsWith(type));
    }
  }

  @Test
  void servesMetricsWhereItIsToldTo() throws Exception {
    try (ChatServer server =
        ChatServer.start(Arguments.parse("--port", "0", "--metrics", "/metrics"))) {
      post(server.address() + "chat/negotiate?negotiateVersion=1&name=Ada");

      HttpResponse<String> answer = get(server.address() + "metrics");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(answer.body())
          .contains("nave_negotiations_total{hub=\"" + ChatHub.class.getName() + "\"} 1.0");
    }
  }

  @Test
  void servesNoMetricsUnlessItIsToldTo() throws Exception {
    try (ChatServer server = ChatServer.start(new Arguments("127.0.0.1", 0))) {
      assertThat(get(server.address() + "metrics").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void refusesAConnectionWithoutAName() throws Exception {
    try (ChatServer server = ChatServer.start(new Arguments("127.0.0.1", 0))) {
      assertThat(post(server.address() + "chat/negotiate?negotiateVersion=1").statusCode())
          .isEqualTo(401);
      assertThat(post(server.address() + "chat/negotiate?negotiateVersion=1&name=Ada").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int status = run("--port", String.valueOf(taken.getLocalPort()));

      assertThat(status).isEqualTo(1);
      assertThat(printed(err))
          .startsWith("chat: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
          .endsWith("; --host and --port choose another address\n");
      assertThat(printed(out)).isEmpty();
    }
  }

  @Test
  void saysWhichArgumentIsWrong() {
    assertThat(run("--prot", "9000")).isEqualTo(2);
    assertThat(printed(err))
        .isEqualTo("chat: unknown argument \"--prot\"\n" + Arguments.USAGE + "\n");
  }

  @Test
  void explainsHowToRunTwoServersIfAsked() {
    assertThat(run("--help")).isZero();
    assertThat(printed(out)).contains("--redis localhost:6379").contains("another --port");
  }

  private int run(String... args) {
    return ChatServer.run(stream(out), stream(err), args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String printed(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(address)));
  }

  private static HttpResponse<String> post(String address) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(address)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
