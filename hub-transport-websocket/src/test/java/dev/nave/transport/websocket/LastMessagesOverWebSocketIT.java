package dev.nave.transport.websocket;

import static dev.nave.transport.websocket.testkit.LastMessages.CLOSE;
import static dev.nave.transport.websocket.testkit.LastMessages.ERROR;
import static dev.nave.transport.websocket.testkit.LastMessages.MALFORMED;
import static dev.nave.transport.websocket.testkit.LastMessages.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.hub.transport.tck.RawClient.Frame;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LastMessages;
import dev.nave.transport.websocket.testkit.LeakCheck;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what a client sends right before the end of its WebSocket. */
@ExtendWith(LeakCheck.class)
class LastMessagesOverWebSocketIT {

  /** How a connection ends. */
  private enum How {
    HUB_CLOSE,
    MALFORMED_MESSAGE,
    LARGE_MESSAGE,
    CLOSE_FRAME,
    FAULTY_FRAME,
    FIN,
    CLOSED_SOCKET,
    RESET;

    /** Returns what the client sends at the end. */
    byte[] bytes() {
      return switch (this) {
        case HUB_CLOSE -> text(CLOSE);
        case MALFORMED_MESSAGE -> text(MALFORMED);
        case LARGE_MESSAGE -> text(TOO_LARGE);
        case CLOSE_FRAME -> RawClient.closeFrame(1000);
        case FAULTY_FRAME -> RawClient.unmaskedFrame(0x81, "not masked");
        case FIN, CLOSED_SOCKET, RESET -> new byte[0];
      };
    }
  }

  private static byte[] text(String messages) {
    return RawClient.frame(0x81, messages);
  }

  private static void end(RawClient client, How how) {
    switch (how) {
      case FIN -> client.shutdownOutput();
      case CLOSED_SOCKET -> client.close();
      case RESET -> client.reset();
      default -> {
        // Its bytes were the end.
      }
    }
  }

  private static void shakeHands(RawClient client, int version) {
    client.send(text("{\"protocol\":\"json\",\"version\":" + version + "}\u001e"));
    assertThat(client.readText()).isEqualTo("{}\u001e");
  }

  private static RawClient connect(EchoServer server) {
    RawClient client = RawClient.connect(server.port());
    client.upgrade("/echo");
    shakeHands(client, 1);
    return client;
  }

  /** Returns what is said until the close frame. */
  private static String readAll(RawClient client) {
    StringBuilder all = new StringBuilder();
    for (Frame frame = client.readFrame(); frame.firstByte() == 0x81; frame = client.readFrame()) {
      all.append(frame.text());
    }
    return all.toString();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReceivedIsDoneUnlessTheSocketIsReset(How how) throws Exception {
    try (EchoServer server = EchoServer.start();
        RawClient client = connect(server)) {
      client.send(RawClient.concat(text(LastMessages.sends()), how.bytes()));
      LastMessages.awaitBegun(server);
      end(client, how);

      if (how == How.RESET) {
        LastMessages.assertDropped(server);
      } else {
        LastMessages.assertDone(server);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED_MESSAGE", "LARGE_MESSAGE"})
  void callsAreAnsweredBeforeTheServersClose(How how) throws Exception {
    try (EchoServer server = EchoServer.start();
        RawClient client = connect(server)) {
      client.send(RawClient.concat(text(LastMessages.calls()), how.bytes()));
      LastMessages.awaitBegun(server);
      LastMessages.assertDone(server);

      assertThat(readAll(client))
          .isEqualTo(LastMessages.answers() + (how == How.HUB_CLOSE ? CLOSE : ERROR));
      client.send(RawClient.closeFrame(1000));
      assertThat(client.readEnd()).isEqualTo("closed");
    }
  }

  /** Each message in a frame and a write of its own, and nothing waits for anything. */
  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "CLOSE_FRAME", "FIN", "CLOSED_SOCKET"})
  void messagesInFramesOfTheirOwnAreDone(How how) throws Exception {
    try (EchoServer server = EchoServer.start();
        RawClient client = connect(server)) {
      server.open(1);
      for (String message : LastMessages.sendsOneByOne()) {
        client.send(text(message));
      }
      client.send(how.bytes());
      end(client, how);
      server.nextEnd();

      assertThat(server.noted()).hasSize(LastMessages.COUNT);
    }
  }

  /** A cut is no end before the time to come back has passed. */
  @ParameterizedTest
  @CsvSource({
    "HUB_CLOSE, true",
    "MALFORMED_MESSAGE, true",
    "CLOSE_FRAME, true",
    "FIN, true",
    "RESET, false"
  })
  void aConnectionThatMayReconnectObeysTheSameRule(How how, boolean done) throws Exception {
    try (EchoServer server =
            EchoServer.start(
                hub -> hub.statefulReconnect(true).disconnectTimeout(Duration.ofSeconds(1)));
        RawClient client = RawClient.connect(server.port())) {
      String target = FallbackClient.negotiateStateful(EchoServer.HUB, client);
      client.upgrade(target);
      shakeHands(client, 2);
      client.send(RawClient.concat(text(LastMessages.sends()), how.bytes()));
      LastMessages.awaitBegun(server);
      end(client, how);

      if (done) {
        LastMessages.assertDone(server);
      } else {
        LastMessages.assertDropped(server);
      }
    }
  }
}
