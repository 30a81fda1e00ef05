package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection does otherwise where its link is an event stream, or made of polls. */
class OtherLinksTest {
  private static final HubOptions OPTIONS = HubOptions.builder().build();

  private final FakeLoop loop = new FakeLoop();
  private final ConnectionSettings settings = TestClient.settings(OPTIONS);
  private TestClient client = TestClient.dial(loop, settings, HubConnection::opened);

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  @Test
  void aLinkForTextRefusesABinaryProtocolInWords() {
    client.link().carryTextOnly();

    client.sends("{\"protocol\":\"messagepack\",\"version\":1}" + END);

    client.assertTold("over");
    client
        .link()
        .assertWritten(
            "{\"error\":\"Cannot use the 'messagepack' protocol on the current transport."
                + " The transport does not support 'Binary' transfer format.\"}"
                + END);
    client.link().assertDone("close NORMAL");
  }

  @Test
  void theVersionIsLookedAtBeforeTheTransport() {
    client.link().carryTextOnly();

    client.sends("{\"protocol\":\"messagepack\",\"version\":9}" + END);

    client.assertTold("over");
    client
        .link()
        .assertWritten(
            "{\"error\":\"The server does not support version 9 of the 'messagepack' protocol.\"}"
                + END);
    client.link().assertDone("close NORMAL");
  }

  @Test
  void aLinkForTextCarriesJson() {
    client.link().carryTextOnly();

    client.sends(TestClient.HELLO);

    client.link().assertWritten(TestClient.WELCOME);
    client.assertTold("started");
  }

  @Test
  void aClientThatNeedsNoPingsGetsNone() {
    client = TestClient.connect(loop, settings, "c1", "json");
    client.link().needNoPings();

    loop.advance(OPTIONS.keepAliveInterval().multipliedBy(10));
  }

  @Test
  void aClientWithoutASocketIsNotStalledUntilItHasOne() {
    client = TestClient.connect(loop, settings, "c1", "json");
    client.link().needNoPings();
    client.link().hasSocket(false);
    client.link().stick();
    client.isSent("x");
    client.link().assertWritten("x");
    loop.advance(OPTIONS.sendTimeout().multipliedBy(10));

    client.link().hasSocket(true);
    loop.advance(OPTIONS.sendTimeout().minus(FakeLoop.TICK.multipliedBy(2)));
    client.assertNothingElse();
    loop.advance(Duration.ofSeconds(4));

    client.assertTold("over");
    client.assertTold("ended: The client took nothing for the send timeout.");
    client.link().assertDone("close NORMAL");
    client.link().assertDone("abort");
  }
}
