package dev.nave.hub.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every transport promises. A module extends it with a way to start its own. */
public abstract class TransportContractTest extends HttpContractTest {
  /** More than sockets take while they are not read. */
  private static final int MUCH = 16 * 1024 * 1024;

  private static final int PIECE = 32 * 1024;
  private static final int MANY = 24;

  /** Tests what {@code starter} starts. */
  protected TransportContractTest(TransportFixture.Starter starter) {
    super(starter);
  }

  // WebSockets.

  @Test
  void fragmentsAreReadAsTheyCome() {
    try (RawClient client = webSocket()) {
      client.send(RawClient.frame(0x01, "on"));
      client.send(RawClient.frame(0x80, "e "));
      client.send(RawClient.frame(0x81, "two ä"));
      connection().awaitReceived("one two ä");

      connection().send("three ", "four ");
      connection().send("five ä");
      assertThat(WebSocketClient.readText(client, "three four five ä".getBytes(UTF_8).length))
          .isEqualTo("three four five ä");
    }
  }

  @Test
  void aPingIsAnswered() {
    try (RawClient client = webSocket()) {
      client.send(RawClient.frame(0x89, "who"));

      RawClient.Frame pong = client.readFrame();
      assertThat(pong.firstByte()).isEqualTo(0x8A);
      assertThat(pong.text()).isEqualTo("who");
    }
  }

  @Test
  void aCloseFrameIsAnsweredWithItsCode() {
    try (RawClient client = webSocket()) {
      client.send(
          RawClient.concat(RawClient.frame(0x81, "last words"), RawClient.closeFrame(1000)));

      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      connection().awaitReceived("last words");
    }
  }

  @Test
  void anErrorOfTheServerIsTheCodeOfItsCloseFrame() {
    try (RawClient client = webSocket()) {
      connection()
          .doOnLoop(
              link -> {
                FakeConnection.write(link, "x".repeat(100_000));
                link.close(CloseStatus.ERROR);
              });

      assertThat(WebSocketClient.readText(client, 100_000)).hasSize(100_000);
      assertThat(client.readFrame().closeCode()).isEqualTo(1011);
      client.send(RawClient.closeFrame(1011));
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      assertThat(client.readEnd()).isNotEmpty();
    }
  }

  @Test
  void aClientThatDoesNotAnswerTheEndIsCut() {
    try (RawClient client = webSocket()) {
      connection().doOnLoop(link -> link.close(CloseStatus.NORMAL));

      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(client.readEnd()).isNotEmpty();
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      assertCut(client);
    }
  }

  /** Sends until the other end of the socket is seen to be gone. */
  private static void assertCut(RawClient client) {
    assertThat(CompletableFuture.runAsync(() -> sendOn(client)))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(UncheckedIOException.class);
  }

  private static void sendMuch(RawClient client) {
    byte[] message = RawClient.frame(0x81, "x".repeat(PIECE));
    for (int i = 0; i < MUCH / PIECE; i++) {
      client.send(message);
    }
  }

  /** Ends with the socket: it may be cut some time after the client was told. */
  private static void sendOn(RawClient client) {
    byte[] message = RawClient.frame(0x81, "x".repeat(PIECE));
    while (true) {
      client.send(message);
    }
  }

  // Clients that do not keep up.

  @Test
  void aClientThatDoesNotReadCostsWhatWasWrittenAndHoldsUpNoOther() {
    try (RawClient slow = webSocket()) {
      FakeConnection connection = connection();
      String piece = "x".repeat(PIECE);
      for (int i = 0; i < MUCH / PIECE; i++) {
        connection.send(piece);
      }
      long pending = connection.onLoop(link -> link.pendingBytes());
      assertThat(pending).isBetween(1L, MUCH + 1_000_000L);
      ConnectionLoop loop = connection.link().loop();
      endpoint().onConnection(next -> next.wants(loop));
      try (RawClient other = webSocket()) {
        connection().send("quick");
        assertThat(other.readText()).isEqualTo("quick");
      }

      assertThat(WebSocketClient.readText(slow, MUCH)).hasSize(MUCH);
      await().until(() -> connection.onLoop(link -> link.pendingBytes()) == 0);
      await().until(() -> connection.writableCalls() > 0);
    }
  }

  @Test
  void aClientThatDoesNotReadCanBeCut() {
    try (RawClient slow = webSocket()) {
      FakeConnection connection = connection();
      String piece = "x".repeat(PIECE);
      for (int i = 0; i < MUCH / PIECE; i++) {
        connection.send(piece);
      }
      connection.doOnLoop(link -> link.abort());

      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
      assertCut(slow);
    }
  }

  @Test
  void whatIsNotReadIsBounded() {
    assertBoundedWhileNotRead(TransportContractTest::sendMuch);
  }

  @Test
  void oneLargeMessageThatIsNotReadIsBounded() {
    byte[] message = RawClient.frame(0x81, "x".repeat(MUCH));
    assertBoundedWhileNotRead(client -> client.send(message));
  }

  private void assertBoundedWhileNotRead(Consumer<RawClient> send) {
    try (RawClient client = webSocket()) {
      FakeConnection connection = connection();
      connection.doOnLoop(link -> link.pauseReading());
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send.accept(client));
      if (running().pausesReading()) {
        await().pollDelay(200, TimeUnit.MILLISECONDS).until(() -> !sent.isDone());
        assertThat(connection.receivedLength()).isLessThan(1_000_000);
        connection.doOnLoop(link -> link.resumeReading());
        sent.orTimeout(20, TimeUnit.SECONDS).join();
        await().until(() -> connection.receivedLength() == MUCH);
      } else {
        assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
        assertThat(connection.cause()).hasMessageContaining("maxUnreadBytes");
        var unusedFuture = sent.exceptionally(failure -> null);
      }
    } catch (UncheckedIOException e) {
      assertThat(running().pausesReading()).isFalse();
    }
  }

  @Test
  void whatAClientSentBeforeItSendsNothingMoreIsReceived() {
    try (RawClient client = webSocket()) {
      client.send(RawClient.frame(0x81, "last words"));
      client.shutdownOutput();

      connection().end();
      connection().awaitReceived("last words");
    }
  }

  @Test
  void manyClientsThatDoNotReadAreCutAtOnce() {
    List<RawClient> clients = new ArrayList<>();
    List<FakeConnection> connections = new ArrayList<>();
    byte[] piece = new byte[PIECE];
    for (int i = 0; i < MANY; i++) {
      clients.add(webSocket());
      FakeConnection connection = connection();
      connection.doOnLoop(
          link -> {
            OutboundBuffer shared =
                link.loop().join(List.of(link.framing(TransferFormat.TEXT).frame(piece)));
            for (int sent = 0; sent < MUCH; sent += PIECE) {
              link.write(shared);
            }
            shared.release();
            link.flush();
          });
      connections.add(connection);
    }
    connections.forEach(each -> each.doOnLoop(link -> link.abort()));

    // One after the other would take longer than the last of them waits.
    for (int i = MANY - 1; i >= 0; i--) {
      clients.get(i).readAll();
      assertThat(connections.get(i).end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  // The end.

  @Test
  void aStopClosesWebSocketsWith1001() {
    try (RawClient client = webSocket()) {
      connection().link();
      running().transport().stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();

      assertThat(client.readFrame().closeCode()).isEqualTo(1001);
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  // Event streams.

  /** All requests become event streams of a connection. */
  private FakeConnection stream() {
    FakeConnection connection = endpoint().newConnection();
    endpoint()
        .answerWith(
            request ->
                CompletableFuture.completedStage(
                    new EndpointAnswer.Stream(
                        connection,
                        new EndpointAnswer.Respond(
                            200,
                            Map.of("Content-Type", "text/event-stream"),
                            ":\r\n".getBytes(UTF_8)))));
    return connection;
  }

  @Test
  void anEventStreamBringsWhatIsWrittenAndItsEnd() {
    FakeConnection connection = stream();
    try (RawClient client = connect()) {
      client.get("/hub");
      connection.send("hello");
      assertThat(client.readHead().status()).isEqualTo(200);
      connection.doOnLoop(link -> link.close(CloseStatus.NORMAL));

      assertThat(client.readAll()).contains(":\r\n", "data: hello\r\n\r\n");
      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void anEventStreamWhoseClientDoesNotReadCanBeCut() {
    FakeConnection connection = stream();
    try (RawClient client = connect()) {
      client.get("/hub");
      for (int i = 0; i < 512; i++) {
        connection.send("x".repeat(32 * 1024));
      }
      long pending = connection.onLoop(link -> link.pendingBytes());
      assertThat(pending).isPositive();
      connection.doOnLoop(link -> link.abort());

      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
      client.readAll();
    }
  }

  @Test
  void aStopEndsEventStreams() {
    FakeConnection connection = stream();
    try (RawClient client = connect()) {
      client.get("/hub");
      connection.send("hello");
      running().transport().stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();

      assertThat(client.readAll()).contains("data: hello");
      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }
}
