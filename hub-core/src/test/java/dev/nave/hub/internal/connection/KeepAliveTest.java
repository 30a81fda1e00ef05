package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final String PING = "{\"type\":6}" + END;
  private static final String CALL = "{\"type\":1,\"target\":\"Hi\",\"arguments\":[]}" + END;
  private static final Duration NEVER = Duration.ofDays(1);

  private final HubOptions.Builder options = HubOptions.builder();
  private final FakeLoop loop = new FakeLoop();
  private TestClient client = connect("json");

  private TestClient connect(String protocol) {
    return TestClient.connect(loop, TestClient.settings(options.build()), "c1", protocol);
  }

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  @Test
  void pingsAtItsInterval() {
    loop.advance(Duration.ofSeconds(14));
    client.assertNothingElse();

    loop.advance(Duration.ofSeconds(1));
    client.link().assertWritten(PING);
    client.sends(PING);

    loop.advance(Duration.ofSeconds(15));
    client.link().assertWritten(PING);
  }

  @Test
  void pingsInThreeBytesOfMessagePack() {
    client = connect("messagepack");

    loop.advance(Duration.ofSeconds(15));

    client.link().assertWrittenHex("02 91 06");
  }

  @Test
  void pingsBusyConnections() {
    for (int second = 1; second < 15; second++) {
      client.connection().send(OutboundMessage.of(InvocationMessage.send("x", Payload.ofAll())));
      loop.advance(Duration.ofSeconds(1));
      client.link().assertWritten("{\"type\":1,\"target\":\"x\",\"arguments\":[]}" + END);
    }

    loop.advance(Duration.ofSeconds(1));

    client.link().assertWritten(PING);
  }

  @Test
  void pingsWhileTheHubHasNotAcceptedYet() {
    client = TestClient.dial(loop, TestClient.settings(options.build()), connection -> {});
    client.sends(HELLO);
    client.link().assertWritten(WELCOME);
    client.assertTold("started");

    loop.advance(Duration.ofSeconds(15));

    client.link().assertWritten(PING);
  }

  @Test
  void timesAClientOutThatIsSilentFromItsHandshakeOn() {
    options.keepAliveInterval(NEVER);
    client = connect("json");

    assertTimesOutAfter(Duration.ofSeconds(30));
  }

  @Test
  void neverTimesAClientOutThatNeverPingsIfSilenceCountsFromTheFirstPingOn() {
    options.keepAliveInterval(NEVER).clientTimeoutFromFirstPing(true);
    client = connect("json");

    loop.advance(Duration.ofHours(1));
  }

  @Test
  void neverTimesAClientOutWhosePollsShowThatItIsThere() {
    options.keepAliveInterval(NEVER);
    client = TestClient.connectPolling(loop, TestClient.settings(options.build()), "c1", "json");

    loop.advance(Duration.ofHours(1));
  }

  @Test
  void closesAClientThatDoesNotEndAMessage() {
    options.keepAliveInterval(NEVER).clientTimeout(NEVER).messageTimeout(Duration.ofSeconds(10));
    client = connect("json");
    client.sends(CALL + CALL.substring(0, 10));
    client.assertTold("calls Hi");

    loop.advance(Duration.ofSeconds(5));
    client.sends(CALL.substring(10, 11));
    loop.advance(Duration.ofSeconds(4));
    client.assertNothingElse();
    loop.advance(Duration.ofSeconds(1));

    assertEnded("The client has not ended a message within messageTimeout, which is PT10S.");
  }

  @Test
  void aMessageEndsInTimeThatTakesLessThanMessageTimeout() {
    options.keepAliveInterval(NEVER).clientTimeout(NEVER).messageTimeout(Duration.ofSeconds(10));
    client = connect("json");
    for (int call = 0; call < 3; call++) {
      client.sends(CALL.substring(0, 10));
      loop.advance(Duration.ofSeconds(9));
      client.sends(CALL.substring(10));
      client.assertTold("calls Hi");
    }
    loop.advance(Duration.ofHours(1));
  }

  @Test
  void aMessageNeedNotEndWhileTheClientIsNotReadFrom() {
    options.keepAliveInterval(NEVER).clientTimeout(NEVER).messageTimeout(Duration.ofSeconds(10));
    client = connect("json");
    client.sends(CALL.substring(0, 10));
    isNotReadFrom(Duration.ofMinutes(5));

    loop.advance(Duration.ofSeconds(9));
    client.assertNothingElse();
    loop.advance(Duration.ofSeconds(1));

    assertEnded("The client has not ended a message within messageTimeout, which is PT10S.");
  }

  @Test
  void timesAClientOutThatIsSilentAfterAPing() {
    options.keepAliveInterval(NEVER);
    client = connect("json");
    client.sends(PING);

    assertTimesOutAfter(Duration.ofSeconds(30));
  }

  @Test
  void takesEveryMessageForASignOfLife() {
    options.keepAliveInterval(NEVER);
    client = connect("json");
    client.sends(PING);
    loop.advance(Duration.ofSeconds(29));
    client.sends(CALL);
    client.assertTold("calls Hi");

    assertTimesOutAfter(Duration.ofSeconds(30));
  }

  @Test
  void takesHalfAMessageForNoSignOfLife() {
    options.keepAliveInterval(NEVER);
    client = connect("json");
    client.sends(PING);
    loop.advance(Duration.ofSeconds(29));
    client.sends(CALL.substring(0, 10));

    loop.advance(Duration.ofSeconds(1));

    assertTimedOut();
  }

  @Test
  void doesNotTimeAClientOutThatIsNotReadFrom() {
    options.keepAliveInterval(NEVER);
    client = connect("json");
    client.sends(PING);
    isNotReadFrom(Duration.ofMinutes(5));

    assertTimesOutAfter(Duration.ofSeconds(30));
  }

  @Test
  void looksAtNoTimersWhenNobodyIsLeft() {
    client.connection().receiver().closed(ConnectionEnd.GRACEFUL, null);
    client.assertTold("over");
    client.assertTold("ended");
    client.link().assertDone("close NORMAL");

    loop.advance(FakeLoop.TICK);

    Assertions.assertThat(loop.timers()).isZero();
  }

  private void isNotReadFrom(Duration time) {
    client.connection().pauseReading();
    client.link().assertDone("pause");
    loop.advance(time);
    client.assertNothingElse();
    client.connection().resumeReading();
    client.link().assertDone("resume");
  }

  private void assertTimesOutAfter(Duration time) {
    loop.advance(time.minusSeconds(1));
    client.assertNothingElse();
    loop.advance(Duration.ofSeconds(1));

    assertTimedOut();
  }

  private void assertTimedOut() {
    assertEnded("Client hasn't sent a message/ping within the configured ClientTimeoutInterval.");
  }

  private void assertEnded(String cause) {
    client.assertTold("over");
    client.assertTold("ended: " + cause);
    client
        .link()
        .assertWritten(
            "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}"
                + END);
    client.link().assertDone("close NORMAL");
  }
}
