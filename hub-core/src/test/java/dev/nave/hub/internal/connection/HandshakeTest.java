package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final String CALL = "{\"type\":1,\"target\":\"Hi\",\"arguments\":[]}" + END;
  private static final String FAILED = "An unexpected error occurred during connection handshake.";
  private static final String CANCELED = "{\"error\":\"Handshake was canceled.\"}" + END;

  private final HubOptions.Builder options = HubOptions.builder();
  private final FakeLoop loop = new FakeLoop();
  private TestClient client = dial();

  private TestClient dial() {
    return TestClient.dial(loop, TestClient.settings(options.build()), HubConnection::opened);
  }

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  private void assertRefused(String answer) {
    client.assertTold("over");
    client.link().assertWritten(answer);
    client.link().assertDone("close NORMAL");
  }

  @Test
  void isAnsweredWithThreeBytes() {
    client.sends(HELLO);

    client.link().assertWrittenHex("7B 7D 1E");
    client.assertTold("started");
    assertThat(client.connection().protocol().name()).isEqualTo("json");
  }

  @Test
  void mayComeByteByByte() {
    for (byte one : HELLO.getBytes(StandardCharsets.UTF_8)) {
      client.link().assertNothingElse();
      client.sends(new byte[] {one});
    }

    client.link().assertWritten(WELCOME);
    client.assertTold("started");
  }

  @Test
  void mayComeTogetherWithAnInvocation() {
    client.sends(HELLO + CALL);

    client.link().assertWritten(WELCOME);
    client.assertTold("started");
    client.assertTold("calls Hi");
  }

  @Test
  void isNotCountedAsPartOfTheMessageBehindIt() {
    options.maxMessageBytes(CALL.length());
    client = dial();

    client.sends(HELLO + CALL + CALL);

    client.link().assertWritten(WELCOME);
    client.assertTold("started");
    client.assertTold("calls Hi");
    client.assertTold("calls Hi");
  }

  @Test
  void isRefusedWhenItIsLate() {
    options.handshakeTimeout(Duration.ofSeconds(15));
    client = dial();

    loop.advance(Duration.ofSeconds(14));
    client.assertNothingElse();
    loop.advance(Duration.ofSeconds(1));

    assertRefused(CANCELED);
  }

  @Test
  void isTakenWhenItIsAsLargeAsMayBe() {
    options.maxMessageBytes(HELLO.length());
    client = dial();

    client.sends(HELLO);

    client.link().assertWritten(WELCOME);
    client.assertTold("started");
  }

  @Test
  void isRefusedWhenItIsAByteTooLarge() {
    options.maxMessageBytes(HELLO.length() - 1);
    client = dial();

    client.sends(HELLO);

    assertRefused(CANCELED);
  }

  @Test
  void isRefusedAsTooLargeOnceItCannotFitAnyMore() {
    options.maxMessageBytes(HELLO.length() - 1);
    client = dial();

    client.sends(HELLO.substring(0, HELLO.length() - 2));
    client.assertNothingElse();
    client.sends(HELLO.substring(HELLO.length() - 2, HELLO.length() - 1));

    assertRefused(CANCELED);
  }

  @Test
  void isRefusedAsMalformedThoughMuchComesBehindIt() {
    options.maxMessageBytes(64);
    client = dial();

    client.sends("[1]" + END + "x".repeat(100));

    assertRefused("{\"error\":\"" + FAILED + "\"}" + END);
  }

  @Test
  void tellsMoreOfItsErrorWithDetailedErrors() {
    options.detailedErrors(true);
    client = dial();

    client.sends("[1]" + END);

    assertRefused(
        "{\"error\":\""
            + FAILED
            + " InvalidDataException: Unexpected JSON Token Type 'Array'. Expected a JSON"
            + " Object.\"}"
            + END);
  }

  @Test
  void namesTheProtocolThatItDoesNotKnow() {
    client.sends("{\"protocol\":\"smoke\",\"version\":1}" + END);

    assertRefused("{\"error\":\"The protocol 'smoke' is not supported.\"}" + END);
  }

  @Test
  void regardsNoCaseInTheNameOfTheProtocol() {
    client.sends("{\"protocol\":\"JSON\",\"version\":1}" + END);

    client.link().assertWritten(WELCOME);
    client.assertTold("started");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 2})
  void acceptsVersionsUpToTwo(int version) {
    client.sends("{\"protocol\":\"json\",\"version\":" + version + "}" + END);

    client.link().assertWritten(WELCOME);
    client.assertTold("started");
  }

  @Test
  void refusesVersionThree() {
    client.sends("{\"protocol\":\"json\",\"version\":3}" + END);

    assertRefused(
        "{\"error\":\"The server does not support version 3 of the 'json' protocol.\"}" + END);
  }

  @Test
  void endsSilentlyWithTheLink() {
    client.connection().receiver().closed(ConnectionEnd.CUT, null);

    client.assertTold("over");
    assertThat(loop.timers()).as("timers").isEqualTo(1);
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.timers()).as("timers when nobody is left").isZero();
  }

  @Test
  void endsSilentlyWithTheLinkInTheMiddleOfItself() {
    client.sends("{\"protocol\":\"json\",\"ver");

    client.connection().receiver().closed(ConnectionEnd.GRACEFUL, null);

    client.assertTold("over");
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.timers()).as("timers without connections").isZero();
  }

  @Test
  void hearsNothingAfterItsRefusal() {
    client.sends("{}" + END + CALL);

    assertRefused("{\"error\":\"" + FAILED + "\"}" + END);
    client.sends(HELLO);
  }

  @Test
  void pausesReadingWhileTheHubDoesNotAcceptAndMuchComes() {
    options.maxMessagesPerTurn(64 * 1024); // All of it then comes in one turn.
    client = TestClient.dial(loop, TestClient.settings(options.build()), connection -> {});
    client.sends(HELLO + CALL);
    client.link().assertWritten(WELCOME);
    client.assertTold("started");

    client.sends(CALL.repeat(64 * 1024 / CALL.length()));

    client.link().assertDone("pause");
    assertThat(client.link().acceptances()).isZero();
    client.connection().opened();
    assertThat(client.link().acceptances()).isOne();
    client.link().assertDone("resume");
    for (int i = 0; i <= 64 * 1024 / CALL.length(); i++) {
      client.assertTold("calls Hi");
    }
    assertThat(client.reads()).isEqualTo(1);
  }
}
