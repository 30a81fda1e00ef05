package dev.nave.transport.websocket;

import static dev.nave.hub.transport.tck.FallbackClient.HANDSHAKE;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.hub.transport.tck.RawClient.Response;
import dev.nave.transport.websocket.testkit.PatientServer;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client with a socket sees of a stop. */
class StoppingIT {
  private static final String CLOSE = "{\"type\":7,\"allowReconnect\":true}\u001e";
  private static final int TEXT = 0x81;
  private static final int SIGTERM = 15;

  /** The nightly build has more. */
  private static final int CLIENTS = Integer.getInteger("nave.crowd", 200);

  private final PatientServer server = new PatientServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static RawClient connect(int port) {
    RawClient client = RawClient.connect(port);
    client.upgrade("/slow");
    send(client, HANDSHAKE);
    assertThat(client.readText()).isEqualTo("{}\u001e");
    return client;
  }

  private static void send(RawClient client, String message) {
    client.send(RawClient.frame(TEXT, message));
  }

  /** Returns once the stop has reached the connection. */
  private static void awaitRefusal(RawClient client) {
    for (String answer = ""; !answer.contains("the server is stopping"); ) {
      send(client, invocation("0", "echo", "here"));
      answer = client.readText();
    }
  }

  @Test
  void aCallIsAnsweredAndAStreamEndsBeforeTheClose() {
    try (RawClient client = connect(server.port())) {
      send(
          client,
          "{\"type\":4,\"invocationId\":\"s\",\"target\":\"numbers\",\"arguments\":[]}\u001e");
      await().until(server.numbers()::hasSubscribers);
      send(client, invocation("1", "whenOpen"));
      await().until(() -> server.waiting() == 1);
      server.numbers().submit(7);
      assertThat(client.readText())
          .isEqualTo("{\"type\":2,\"invocationId\":\"s\",\"item\":7}\u001e");

      CompletableFuture<Void> stopped = server.server().stopAsync();
      awaitRefusal(client);
      server.open();

      String rest = "";
      while (!rest.endsWith(CLOSE)) {
        rest += client.readText();
      }
      assertThat(rest)
          .isEqualTo(
              "{\"type\":3,\"invocationId\":\"1\",\"result\":\"answered\"}\u001e"
                  + "{\"type\":3,\"invocationId\":\"s\",\"error\":\"An error occurred on the server"
                  + " while streaming results. HubException: The server is stopping.\"}\u001e"
                  + CLOSE);
      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      stopped.join();
    }
  }

  /** Each of its requests is the first on its socket, as with a client that keeps none open. */
  @Test
  void aClientThatPollsOverNewSocketsIsServedUntilItHasItsClose() {
    try (FallbackClient client = FallbackClient.poll("/slow", server.port())) {
      exchange(client.postRequest(invocation("1", "whenOpen")));
      await().until(() -> server.waiting() == 1);

      CompletableFuture<Void> stopped = server.server().stopAsync();
      String refusal = "";
      while (!refusal.contains("the server is stopping")) {
        assertThat(exchange(client.postRequest(invocation("0", "echo", "new"))).status())
            .isEqualTo(200);
        refusal = exchange(client.pollRequest()).body();
      }
      server.open();

      String rest = "";
      Response last = exchange(client.pollRequest());
      for (; last.status() == 200; last = exchange(client.pollRequest())) {
        rest += last.body();
      }
      assertThat(rest)
          .isEqualTo("{\"type\":3,\"invocationId\":\"1\",\"result\":\"answered\"}\u001e" + CLOSE);
      assertThat(last.status()).isEqualTo(204);
      stopped.join();
    }
  }

  @Test
  void newClientsAreRefusedWhileAServerStopsAndThePortIsClosedAfterwards() {
    int port = server.port();
    try (RawClient held = connect(port)) {
      send(held, invocation("1", "whenOpen"));
      await().until(() -> server.waiting() == 1);
      CompletableFuture<Void> stopped = server.server().stopAsync();
      awaitRefusal(held);

      String upgrade =
          String.join(
              "\r\n",
              "GET /slow HTTP/1.1",
              "Host: x",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
              "\r\n");
      for (String request : List.of(FallbackClient.negotiateRequest("/slow"), upgrade)) {
        try (RawClient late = RawClient.connect(port)) {
          late.send(request);
          Response refusal = late.read();
          assertThat(refusal.status()).isEqualTo(503);
          assertThat(refusal.body()).contains("the server is stopping");
          assertThat(refusal.headers()).containsEntry("connection", "close");
          assertThat(refusal.headers()).containsKey("retry-after");
          assertThat(late.readEnd()).isEqualTo("closed");
        }
      }
      server.open();
      stopped.join();
    }
    assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(UncheckedIOException.class);
  }

  private Response exchange(String request) {
    try (RawClient socket = RawClient.connect(server.port())) {
      socket.send(request);
      return socket.read();
    }
  }

  @Test
  void everyClientOfADrainIsAnsweredAndClosedAsItShouldBe() {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        RawClient client = connect(server.port());
        clients.add(client);
        send(client, invocation("1", "whenOpen"));
      }
      await().atMost(Duration.ofMinutes(2)).until(() -> server.waiting() == CLIENTS);

      CompletableFuture<Void> drained = server.server().drainAsync(Duration.ofMillis(500));
      server.open();

      for (RawClient client : clients) {
        String rest = "";
        while (!rest.endsWith(CLOSE)) {
          rest += client.readText();
        }
        assertThat(rest).startsWith("{\"type\":3,\"invocationId\":\"1\",\"result\":\"answered\"}");
        assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      }
      drained.join();
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void aSecondSignalStopsAProcessAtOnce() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PatientServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = process.inputReader(UTF_8);
        RawClient client = connect(Integer.parseInt(said.readLine()))) {
      send(client, invocation("1", "whenOpen"));
      send(client, invocation("2", "echo", "the call before has begun"));
      assertThat(client.readText()).contains("the call before has begun");

      process.toHandle().destroy();
      awaitRefusal(client);
      assertThat(process.isAlive()).isTrue();
      process.toHandle().destroy();

      assertThat(client.readText()).isEqualTo(CLOSE);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said.readLine()).isEqualTo("stopped");
      assertThat(process.exitValue()).isEqualTo(128 + SIGTERM);
    } finally {
      process.destroyForcibly();
    }
  }
}
