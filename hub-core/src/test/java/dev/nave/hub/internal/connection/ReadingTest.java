package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadingTest {
  private static final String CALL =
      "{\"type\":1,\"target\":\"Hi\",\"arguments\":[\"longer than hello\"]}" + END;
  private static final byte[] BINARY_CALL =
      MessagePackHubProtocol.create().write(InvocationMessage.send("Hi", Payload.of(1)));
  private static final String CLOSE_WITH_ERROR =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}" + END;

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

  static IntStream cutsOfJson() {
    return IntStream.range(1, 2 * CALL.length());
  }

  @ParameterizedTest
  @MethodSource("cutsOfJson")
  void messagesMayBeCutAnywhere(int cut) {
    String two = CALL + CALL;

    client.sends(two.substring(0, cut));
    if (cut >= CALL.length()) {
      client.assertTold("calls Hi");
    }
    client.assertNothingElse();
    client.sends(two.substring(cut));

    if (cut < CALL.length()) {
      client.assertTold("calls Hi");
    }
    client.assertTold("calls Hi");
  }

  static IntStream cutsOfMessagePack() {
    return IntStream.range(1, BINARY_CALL.length);
  }

  @ParameterizedTest
  @MethodSource("cutsOfMessagePack")
  void binaryMessagesMayBeCutAnywhere(int cut) {
    client = connect("messagepack");

    client.sends(Arrays.copyOf(BINARY_CALL, cut));
    client.assertNothingElse();
    client.sends(Arrays.copyOfRange(BINARY_CALL, cut, BINARY_CALL.length));

    client.assertTold("calls Hi");
  }

  @Test
  void messagesMayComeByteByByte() {
    for (byte one : (CALL + CALL).getBytes(StandardCharsets.UTF_8)) {
      client.sends(new byte[] {one});
    }

    client.assertTold("calls Hi");
    client.assertTold("calls Hi");
  }

  @Test
  void severalMessagesInOnePieceAreHandedOverAndThenAnnouncedOnce() {
    int before = client.reads();

    client.sends(CALL + CALL + CALL);

    client.assertTold("calls Hi");
    client.assertTold("calls Hi");
    client.assertTold("calls Hi");
    assertThat(client.reads()).isEqualTo(before + 1);
  }

  @Test
  void messagesOfUnknownTypesAreSkipped() {
    client.sends("{\"type\":99,\"what\":7}" + END + CALL);

    client.assertTold("calls Hi");
  }

  @Test
  void pingsAreTheConnectionsOwnBusiness() {
    client.sends("{\"type\":6}" + END);
  }

  @Test
  void aMessageAsLargeAsMayBeIsTaken() {
    options.maxMessageBytes(CALL.length());
    client = connect("json");

    client.sends(CALL + CALL);

    client.assertTold("calls Hi");
    client.assertTold("calls Hi");
  }

  @Test
  void aMessageAByteTooLargeEndsTheConnection() {
    options.maxMessageBytes(CALL.length() - 1);
    client = connect("json");

    client.sends(CALL);

    assertTooLarge();
  }

  @Test
  void aMessageThatIsNeverEndedIsNotKeptBeyondTheBound() {
    options.maxMessageBytes(CALL.length());
    client = connect("json");

    client.sends("x".repeat(CALL.length() - 1));
    client.assertNothingElse();
    client.sends("x");

    assertTooLarge();
  }

  @Test
  void aBinaryMessageThatAnnouncesTooMuchEndsTheConnectionAtOnce() {
    options.maxMessageBytes(100);
    client = connect("messagepack");

    client.sends(new byte[] {99});
    client.assertNothingElse();
    client = connect("messagepack");
    client.sends(new byte[] {100});

    client.assertTold("over");
    client.assertTold("ended: " + tooLarge(100));
    client
        .link()
        .assertWrittenHex(
            "25 93 07 D9 20 43 6F 6E 6E 65 63 74 69 6F 6E 20 63 6C 6F 73 65 64 20 77 69 74 68 20 61"
                + " 6E 20 65 72 72 6F 72 2E C3");
    client.link().assertDone("close NORMAL");
  }

  private void assertTooLarge() {
    client.assertTold("over");
    client.assertTold("ended: " + tooLarge(options.build().maxMessageBytes()));
    client.link().assertWritten(CLOSE_WITH_ERROR);
    client.link().assertDone("close NORMAL");
  }

  private static String tooLarge(int bound) {
    return "The maximum message size of "
        + bound
        + "B was exceeded. The message size can be configured in AddHubOptions.";
  }
}
