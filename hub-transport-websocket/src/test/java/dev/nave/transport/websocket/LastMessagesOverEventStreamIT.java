package dev.nave.transport.websocket;

import static dev.nave.transport.websocket.testkit.LastMessages.CLOSE;
import static dev.nave.transport.websocket.testkit.LastMessages.ERROR;
import static dev.nave.transport.websocket.testkit.LastMessages.MALFORMED;
import static dev.nave.transport.websocket.testkit.LastMessages.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LastMessages;
import dev.nave.transport.websocket.testkit.LeakCheck;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what a client posts right before the end of its event stream. */
@ExtendWith(LeakCheck.class)
class LastMessagesOverEventStreamIT {

  /** How a connection ends. */
  private enum How {
    HUB_CLOSE(CLOSE),
    MALFORMED_MESSAGE(MALFORMED),
    LARGE_MESSAGE(TOO_LARGE),
    CLOSED_STREAM(""),
    FIN(""),
    RESET("");

    /** What the client posts at the end. */
    final String text;

    How(String text) {
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPostedIsDone(How how) throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      assertThat(client.post(LastMessages.sends() + how.text).status()).isEqualTo(200);
      LastMessages.awaitBegun(server);
      if (how.text.isEmpty()) {
        end(stream, how);
        // The server has noticed when it knows the connection no more.
        Awaitility.await().until(() -> client.post("").status() == 404);
      }

      LastMessages.assertDone(server);
    }
  }

  private static void end(RawClient stream, How how) {
    switch (how) {
      case FIN -> stream.shutdownOutput();
      case RESET -> stream.reset();
      default -> stream.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED_MESSAGE", "LARGE_MESSAGE"})
  void callsAreAnsweredBeforeTheServersClose(How how) throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      assertThat(client.post(LastMessages.calls() + how.text).status()).isEqualTo(200);
      LastMessages.awaitBegun(server);
      // Behind a Close nothing counts, but it is taken as long as the connection is finishing.
      assertThat(client.post(FallbackClient.invocation("x", "note", "x")).status()).isEqualTo(200);
      LastMessages.assertDone(server);

      StringBuilder said = new StringBuilder();
      for (String chunk = stream.readChunk(); !chunk.isEmpty(); chunk = stream.readChunk()) {
        said.append(chunk);
      }
      assertThat(said.toString().replace("data: ", "").replace("\r\n", ""))
          .isEqualTo(LastMessages.answers() + (how == How.HUB_CLOSE ? CLOSE : ERROR));
    }
  }
}
