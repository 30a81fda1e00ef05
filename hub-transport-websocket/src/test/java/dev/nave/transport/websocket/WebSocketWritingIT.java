package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class WebSocketWritingIT {
  private TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void writesSeveralFramesInOneBuffer() {
    try (RawClient client = server.connectWebSocket()) {
      server.connection().send("one", "two", "x".repeat(70_000));

      assertThat(client.readText()).isEqualTo("one");
      assertThat(client.readText()).isEqualTo("two");
      assertThat(client.readText()).hasSize(70_000);
    }
  }

  @Test
  void writesBinaryFrames() {
    try (RawClient client = server.connectWebSocket()) {
      server
          .connection()
          .doOnLoop(
              link -> {
                byte[] frame = link.framing(TransferFormat.BINARY).frame(new byte[] {2, -1, 6});
                OutboundBuffer buffer = link.loop().join(List.of(frame));
                assertThat(buffer.length()).isEqualTo(5);
                link.write(buffer);
                buffer.release();
                link.flush();
              });

      RawClient.Frame frame = client.readFrame();
      assertThat(frame.firstByte()).isEqualTo(0x82);
      assertThat(frame.payload()).containsExactly(2, -1, 6);
    }
  }

  @Test
  void writesOneBufferToManyLinksEvenWhenOneOfThemIsSlow() {
    restart(IoBackend.AUTO, 1);
    String text = "to all ".repeat(2 << 20);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(server.connectWebSocket());
    }
    List<FakeConnection> connections = server.endpoint().connections();
    connections
        .get(0)
        .doOnLoop(
            first -> {
              byte[] frame =
                  first.framing(TransferFormat.TEXT).frame(text.getBytes(StandardCharsets.UTF_8));
              OutboundBuffer shared = first.loop().join(List.of(frame));
              for (FakeConnection connection : connections) {
                connection.link().write(shared);
                connection.link().flush();
              }
              shared.release();
            });

    for (RawClient client : clients) {
      assertThat(client.readText()).isEqualTo(text);
      client.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = IoBackend.class,
      names = {"NIO", "AUTO"})
  void saysWhenTheClientHasTakenWhatWasPending(IoBackend io) {
    restart(io, 1);
    try (RawClient client = server.connectWebSocket()) {
      FakeConnection connection = server.connection();
      connection.send("small");
      assertThat(connection.onLoop(TransportConnection::pendingBytes)).isZero();
      assertThat(client.readText()).isEqualTo("small");
      assertThat(connection.writableCalls()).isZero();

      connection.send("x".repeat(32 << 20));
      connection.send("more");
      assertThat(connection.onLoop(TransportConnection::pendingBytes)).isGreaterThan(1 << 20);
      assertThat(connection.writableCalls()).isZero();

      assertThat(client.readText()).hasSize(32 << 20);
      assertThat(client.readText()).isEqualTo("more");
      Awaitility.await().until(() -> connection.writableCalls() > 0);
      Awaitility.await().until(() -> connection.onLoop(TransportConnection::pendingBytes) == 0);
      int calls = connection.writableCalls();
      assertThat(calls).isBetween(1, 2);

      connection.send("again");
      assertThat(client.readText()).isEqualTo("again");
      assertThat(connection.writableCalls()).isEqualTo(calls);
    }
  }

  @Test
  void mayWriteFromWithinReceivedAndAttach() {
    server
        .endpoint()
        .onConnection(
            connection -> {
              connection.onAttach(link -> FakeConnection.write(link, "welcome"));
              connection.onReceived(
                  bytes ->
                      FakeConnection.write(
                          connection.link(), new String(bytes, StandardCharsets.UTF_8)));
            });
    try (RawClient client = server.connectWebSocket()) {
      assertThat(client.readText()).isEqualTo("welcome");
      client.send(RawClient.frame(0x81, "echo"));
      assertThat(client.readText()).isEqualTo("echo");
    }
  }

  @Test
  void hasOneLoopObjectForEachEventLoop() {
    restart(IoBackend.AUTO, 2);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(server.connectWebSocket());
    }
    Set<ConnectionLoop> loops =
        server.endpoint().connections().stream()
            .map(connection -> connection.link().loop())
            .collect(Collectors.toSet());

    assertThat(loops).hasSize(2);
    clients.forEach(RawClient::close);
  }

  @Test
  void runsTasksOnTheLoopAndForgetsCancelledOnes() {
    try (RawClient client = server.connectWebSocket()) {
      ConnectionLoop loop = server.connection().link().loop();
      List<String> ran = new ArrayList<>();
      CompletableFuture<Void> done = new CompletableFuture<>();
      assertThat(loop.inLoop()).isFalse();
      loop.execute(
          () -> {
            Runnable forget = loop.schedule(() -> ran.add("forgotten"), Duration.ofMillis(1));
            Runnable tooLate = loop.schedule(() -> ran.add("first"), Duration.ZERO);
            loop.schedule(
                () -> {
                  tooLate.run();
                  ran.add("second");
                  done.complete(null);
                },
                Duration.ofMillis(20));
            forget.run();
            ran.add(loop.inLoop() ? "in loop" : "elsewhere");
          });

      done.orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(ran).containsExactly("in loop", "first", "second");
    }
  }

  private void restart(IoBackend io, int loops) {
    server.close();
    server = TestServer.start(settings -> settings.io(io).loops(loops));
  }
}
