package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class WebSocketReadingIT {
  private final TestServer server = TestServer.start();
  private final RawClient client = server.connectWebSocket();
  private final FakeConnection connection = server.connection();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void handsOnTextAndBinaryFramesAlike() {
    client.send(RawClient.concat(RawClient.frame(0x81, "text,"), RawClient.frame(0x82, "binary")));

    connection.awaitReceived("text,binary");
    Awaitility.await().until(() -> connection.receivedAllCalls() > 0);
  }

  @Test
  void readsAFrameThatComesByteByByte() {
    for (byte one : RawClient.frame(0x81, "drop by drop")) {
      client.send(new byte[] {one});
    }

    connection.awaitReceived("drop by drop");
  }

  @Test
  void readsFragmentsWithControlFramesBetweenThem() {
    client.send(RawClient.frame(0x01, "one,"));
    client.send(RawClient.frame(0x89, "are you there?"));
    client.send(RawClient.frame(0x00, "two,"));
    client.send(RawClient.frame(0x8A, ""));
    client.send(RawClient.frame(0x80, "three"));

    connection.awaitReceived("one,two,three");
    RawClient.Frame pong = client.readFrame();
    assertThat(pong.firstByte()).isEqualTo(0x8A);
    assertThat(pong.text()).isEqualTo("are you there?");
  }

  @Test
  void handsOnAGiantFramePieceByPieceAndKeepsNothing() {
    byte[] piece = new byte[1 << 20];
    client.send(RawClient.headWithZeroMask(0x82, 1L << 40));
    for (int sent = 1; sent <= 20; sent++) {
      client.send(piece);
      int expected = sent * piece.length;
      Awaitility.await().until(() -> connection.receivedLength() == expected);
    }

    assertThat(connection.pieces()).allMatch(length -> length <= 1 << 20);
  }

  @Test
  void answersManyPingsInOrder() {
    for (int i = 0; i < 10; i++) {
      client.send(RawClient.frame(0x89, "ping " + i));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(client.readFrame().text()).isEqualTo("ping " + i);
    }
  }

  @Test
  void answersTheLastOfAFloodOfPingsAndLoadsNoMemory() {
    byte[][] pings = new byte[5_000][];
    for (int i = 0; i < pings.length; i++) {
      pings[i] = RawClient.frame(0x89, "ping " + i);
    }
    client.send(RawClient.concat(pings));
    client.send(RawClient.frame(0x81, "fence"));
    connection.awaitReceived("fence");
    long pending = connection.onLoop(link -> link.pendingBytes());

    assertThat(pending).isLessThan(16 * (127 + 96 + 1));
    String last;
    do {
      last = client.readFrame().text();
    } while (!last.equals("ping 4999"));
  }

  @Test
  void holdsReadingWhileItIsPaused() {
    connection.doOnLoop(link -> link.pauseReading());
    byte[] megabyte = new byte[1 << 20];
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < 32; i++) {
                client.send(RawClient.frame(0x82, megabyte));
              }
            });
    sender.start();
    // The client is held up when both sockets are full.
    Awaitility.await()
        .until(
            () ->
                Arrays.stream(sender.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().contains("write")));
    assertThat(connection.receivedLength()).isLessThan(32 << 20);

    connection.doOnLoop(link -> link.resumeReading());
    Awaitility.await().until(() -> connection.receivedLength() == 32 << 20);
  }

  @Test
  void refusesTextThatIsNotUtf8With1007() {
    client.send(RawClient.frame(0x81, "fine"));
    connection.awaitReceived("fine");
    client.send(RawClient.frame(0x81, new byte[] {'a', (byte) 0xFF}));

    assertThat(client.readFrame().closeCode()).isEqualTo(1007);
    assertThat(client.readEnd()).isEqualTo("closed");
    assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
    assertThat(connection.cause()).hasMessageContaining("UTF-8");
    connection.awaitReceived("fine");
  }

  @Test
  void refusesAnUnmaskedFrameWith1002() {
    client.send(RawClient.unmaskedFrame(0x81, "bare"));

    assertThat(client.readFrame().closeCode()).isEqualTo(1002);
    assertThat(client.readEnd()).isEqualTo("closed");
    assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
    assertThat(connection.cause()).hasMessageContaining("unmasked");
  }

  @Test
  void tellsWhyEvenToAClientThatGoesOnSending() {
    client.send(RawClient.frame(0xF1, "reserved"));
    for (int i = 0; i < 100; i++) {
      client.send(new byte[10_000]);
    }

    assertThat(client.readFrame().closeCode()).isEqualTo(1002);
    assertThat(client.readEnd()).isEqualTo("closed");
  }
}
