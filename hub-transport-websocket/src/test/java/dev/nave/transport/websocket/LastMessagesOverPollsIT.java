package dev.nave.transport.websocket;

import static dev.nave.transport.websocket.testkit.LastMessages.CLOSE;
import static dev.nave.transport.websocket.testkit.LastMessages.ERROR;
import static dev.nave.transport.websocket.testkit.LastMessages.MALFORMED;
import static dev.nave.transport.websocket.testkit.LastMessages.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient.Response;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LastMessages;
import dev.nave.transport.websocket.testkit.LeakCheck;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what a client that polls posts right before the end. */
@ExtendWith(LeakCheck.class)
class LastMessagesOverPollsIT {

  /** How a connection ends. */
  private enum How {
    HUB_CLOSE(CLOSE),
    MALFORMED_MESSAGE(MALFORMED),
    LARGE_MESSAGE(TOO_LARGE),
    DELETE(""),
    NO_POLL("");

    /** What the client posts at the end. */
    final String text;

    How(String text) {
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPostedIsDone(How how) throws Exception {
    try (EchoServer server =
            EchoServer.start(
                hub -> hub.disconnectTimeout(Duration.ofSeconds(how == How.NO_POLL ? 1 : 60)));
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      assertThat(client.post(LastMessages.sends() + how.text).status()).isEqualTo(200);
      LastMessages.awaitBegun(server);
      if (how == How.DELETE) {
        assertThat(client.delete().status()).isEqualTo(202);
        assertThat(client.poll().status()).isEqualTo(404);
      }

      LastMessages.assertDone(server);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED_MESSAGE", "LARGE_MESSAGE"})
  void callsAreAnsweredBeforeTheServersClose(How how) throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      assertThat(client.post(LastMessages.calls() + how.text).status()).isEqualTo(200);
      LastMessages.awaitBegun(server);
      // Behind a Close nothing counts, but it is taken as long as the connection is finishing.
      assertThat(client.post(FallbackClient.invocation("x", "note", "x")).status()).isEqualTo(200);
      LastMessages.assertDone(server);

      StringBuilder said = new StringBuilder();
      for (Response poll = client.poll(); poll.status() == 200; poll = client.poll()) {
        said.append(poll.body());
      }
      assertThat(said).hasToString(LastMessages.answers() + (how == How.HUB_CLOSE ? CLOSE : ERROR));
    }
  }
}
