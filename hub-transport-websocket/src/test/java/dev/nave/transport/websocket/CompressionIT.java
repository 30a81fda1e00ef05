package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.hub.transport.tck.RawClient.Frame;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code permessage-deflate} on real sockets: clients with it, without it, and hostile ones. */
@ExtendWith(LeakCheck.class)
class CompressionIT {
  private static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  private static final String LONG = "a text that is worth it ".repeat(100);

  private final EchoServer server =
      EchoServer.start(
          http -> http.compression(true).compressionThreshold(100).maxInflatedBytes(200_000),
          hub -> hub.maxMessageBytes(50_000));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aClientThatOffersItSendsAndGetsCompressedMessages() {
    try (RawClient client = connect(server)) {
      client.send(compressed(call("echo", LONG)));

      Frame answer = client.readFrame();
      assertThat(answer.firstByte()).isEqualTo(0xC1);
      assertThat(answer.payload().length).isLessThan(200);
      assertThat(inflated(answer)).contains(LONG);
      client.send(RawClient.frame(0x81, call("echo", "short")));
      Frame small = client.readFrame();
      assertThat(small.firstByte()).isEqualTo(0x81);
      assertThat(small.text()).contains("short");
    }
  }

  @Test
  void aClientThatDoesNotOfferItGetsTheSameUncompressed() {
    try (RawClient plain = RawClient.connect(server.port());
        RawClient compressing = connect(server)) {
      plain.upgrade("/echo");
      shakeHands(plain);
      plain.send(RawClient.frame(0x81, call("tell", LONG)));

      Frame told = compressing.readFrame();
      assertThat(told.firstByte()).isEqualTo(0xC1);
      compressing.send(compressed(call("tell", LONG)));
      while (true) {
        Frame frame = plain.readFrame();
        assertThat(frame.firstByte()).isEqualTo(0x81);
        if (frame.text().contains("told")) {
          assertThat(frame.text()).isEqualTo(inflated(told));
          return;
        }
      }
    }
  }

  @Test
  void nothingIsAgreedToUnasked() {
    EchoServer plain = EchoServer.start();
    try (RawClient client = RawClient.connect(plain.port())) {
      client.send(offering("/echo", "permessage-deflate"));

      assertThat(client.readHead().headers()).doesNotContainKey("sec-websocket-extensions");
      client.send(compressed(call("echo", LONG)));
      assertThat(client.readFrame().closeCode()).isEqualTo(1002);
    } finally {
      plain.close();
    }
  }

  @Test
  void aBombEndsItsClientAloneAtTheBoundOfTheHub() throws Exception {
    try (RawClient bomber = connect(server);
        RawClient other = connect(server)) {
      bomber.send(RawClient.frame(0xC1, deflated(new byte[30_000_000])));

      assertThat(server.nextEnd()).isPresent();
      other.send(compressed(call("echo", "still here")));
      assertThat(other.readFrame().text()).contains("still here");
    }
  }

  @Test
  void aMessageOfManyPingsEndsAtTheBoundOfTheTransport() {
    try (RawClient client = connect(server)) {
      client.send(compressed("{\"type\":6}\u001e".repeat(100_000)));

      assertThat(client.readFrame().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void manyCallsInAFewBytesAreAllAnswered() {
    String calls = call("echo", "x".repeat(20_000)).repeat(9);
    try (RawClient client = connect(server)) {
      client.send(compressed(calls));

      int answers = 0;
      while (answers < 9) {
        Frame frame = client.readFrame();
        assertThat(frame.firstByte()).isEqualTo(0xC1);
        answers += inflated(frame).split("\"type\":3", -1).length - 1;
      }
      assertThat(server.noEnd()).isTrue();
    }
  }

  @Test
  void whileReadingIsPausedNothingIsInflated() {
    try (TestServer paused = TestServer.start(http -> http.compression(true));
        RawClient client = RawClient.connect(paused.port())) {
      FakeConnection connection = pausedAtOnce(paused, client);
      client.send(RawClient.concat(compressed("x".repeat(500_000)), RawClient.closeFrame(1000)));

      Awaitility.await().until(() -> connection.receivedLength() > 0);
      connection.doOnLoop(link -> {});
      connection.doOnLoop(link -> assertThat(connection.receivedLength()).isEqualTo(8 * 1024));
      connection.doOnLoop(
          link -> {
            connection.onReceived(bytes -> {});
            link.resumeReading();
          });
      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
      assertThat(connection.receivedLength()).isEqualTo(500_000);
      assertThat(connection.receivedAllCalls()).as("turns").isGreaterThan(500_000 / 80_000);
    }
  }

  @Test
  void aClientMayEndWhileItIsNotRead() {
    try (TestServer paused = TestServer.start(http -> http.compression(true))) {
      RawClient client = RawClient.connect(paused.port());
      FakeConnection connection = pausedAtOnce(paused, client);
      client.send(compressed("x".repeat(500_000)));
      Awaitility.await().until(() -> connection.receivedLength() > 0);
      client.close();

      connection.doOnLoop(link -> link.close(CloseStatus.NORMAL));
      assertThat(connection.end()).isNotNull();
    }
  }

  /** Upgrades; the link stops reading at the first piece. */
  private static FakeConnection pausedAtOnce(TestServer server, RawClient client) {
    client.send(offering("/hub", "permessage-deflate"));
    assertThat(client.readHead().status()).isEqualTo(101);
    FakeConnection connection = server.connection();
    connection.doOnLoop(link -> connection.onReceived(bytes -> link.pauseReading()));
    return connection;
  }

  private static RawClient connect(EchoServer server) {
    RawClient client = RawClient.connect(server.port());
    client.send(offering("/echo", "permessage-deflate; client_max_window_bits"));
    RawClient.Response response = client.readHead();
    assertThat(response.status()).isEqualTo(101);
    assertThat(response.headers()).containsEntry("sec-websocket-extensions", AGREED);
    shakeHands(client);
    return client;
  }

  private static String offering(String path, String extensions) {
    String request = RawClient.upgradeRequest(path);
    return request.replaceFirst(
        "\r\n\r\n", "\r\nSec-WebSocket-Extensions: " + extensions + "\r\n\r\n");
  }

  private static void shakeHands(RawClient client) {
    client.send(RawClient.frame(0x81, "{\"protocol\":\"json\",\"version\":1}\u001e"));
    assertThat(client.readText()).isEqualTo("{}\u001e");
  }

  private static String call(String target, String argument) {
    return "{\"type\":1,\"invocationId\":\"1\",\"target\":\""
        + target
        + "\",\"arguments\":[\""
        + argument
        + "\"]}\u001e";
  }

  private static byte[] compressed(String message) {
    return RawClient.frame(0xC1, deflated(message.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(bytes);
    byte[] out = new byte[bytes.length + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, size - 4);
  }

  private static String inflated(Frame frame) {
    Inflater inflater = new Inflater(true);
    inflater.setInput(RawClient.concat(frame.payload(), new byte[] {0, 0, -1, -1}));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      byte[] piece = new byte[1_000];
      for (int size = inflater.inflate(piece); size > 0; size = inflater.inflate(piece)) {
        all.write(piece, 0, size);
      }
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
