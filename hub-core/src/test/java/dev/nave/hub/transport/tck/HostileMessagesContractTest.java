package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hub messages that are made to harm, on real sockets. Whatever becomes of their client, another
 * one is answered. A module extends it with a way to listen.
 */
public abstract class HostileMessagesContractTest {
  private static final int LIMIT = 32_768;

  private final HostileServer server;

  /** Tests what listens so. */
  protected HostileMessagesContractTest(Supplier<HubListener> listeners) {
    server = new HostileServer.Starter(listeners).start(options -> {});
  }

  @AfterEach
  void anotherClientIsAnswered() {
    try (RawClient honest = server.client()) {
      assertThat(server.call(honest, "Echo", "\"still here\"")).contains("\"still here\"");
    } finally {
      server.close();
    }
  }

  @Test
  void aMessageBeyondTheBoundEndsItsClient() {
    try (RawClient client = server.client()) {
      client.send(RawClient.frame(0x81, HostileServer.invocation("Echo", quoted(LIMIT))));

      assertThat(client.readAll()).contains("Connection closed with an error.");
    }
  }

  @Test
  void aMessageInFragmentsWithoutEndEndsItsClient() {
    try (RawClient client = server.client()) {
      ByteArrayOutputStream fragments = new ByteArrayOutputStream();
      fragments.writeBytes(RawClient.frame(0x01, "{\"type\":1,\"target\":\""));
      for (int sent = 0; sent < 2 * LIMIT; sent += 1_024) {
        fragments.writeBytes(RawClient.frame(0x00, "x".repeat(1_024)));
      }
      client.send(fragments.toByteArray());

      assertThat(client.readAll()).contains("Connection closed with an error.");
    }
  }

  @Test
  void aFrameThatSaysItIsLongerThanTheMemoryIsNotWaitedFor() {
    try (RawClient client = server.client()) {
      client.send(
          RawClient.concat(
              RawClient.headWithZeroMask(0x81, Integer.MAX_VALUE), new byte[2 * LIMIT]));

      assertThat(client.readAll()).contains("Connection closed with an error.");
    }
  }

  @Test
  void aMessageIsReadHoweverSmallItsPiecesAre() {
    try (RawClient client = server.client()) {
      byte[] call = RawClient.frame(0x81, HostileServer.invocation("Echo", "\"pieces\""));
      for (byte each : call) {
        client.send(new byte[] {each});
      }

      assertThat(client.readFrame().text()).contains("\"result\":\"pieces\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void aValueNestedTenThousandDeepFailsItsCallOrEndsItsClient(String open) {
    try (RawClient client = server.client()) {
      String deep = open.repeat(LIMIT / open.length() - 200);
      client.send(RawClient.frame(0x81, HostileServer.invocation("Echo", deep)));

      assertThat(client.readFrame().text()).containsAnyOf("\"error\":", "\"type\":7");
    }
  }

  @Test
  void namesOfTheSameHashAreReadInTime() {
    // "Aa" and "BB" have the same hash, and so has each text made of them.
    String names =
        IntStream.range(0, 1 << 10)
            .mapToObj(HostileMessagesContractTest::colliding)
            .map(name -> '"' + name + "\":1")
            .collect(Collectors.joining(","));
    try (RawClient client = server.client()) {
      for (int i = 0; i < 20; i++) {
        client.send(RawClient.frame(0x81, HostileServer.invocation("Any", "{" + names + "}")));
        assertThat(client.readFrame().text()).contains("\"result\":1024");
      }
    }
  }

  private static String colliding(int number) {
    return IntStream.range(0, 10)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":1,\"target\":null,\"arguments\":[]}",
        "{\"type\":1,\"target\":{},\"arguments\":[]}",
        "{\"type\":1,\"invocationId\":{},\"target\":\"Echo\",\"arguments\":[\"x\"]}",
        "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Echo\",\"arguments\":\"x\"}",
        "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Echo\",\"arguments\":[1e999999999]}",
        "{\"type\":1e99}",
        "{\"type\":99}",
        "{\"type\":2,\"invocationId\":\"none\",\"item\":1}",
        "{\"type\":5,\"invocationId\":\"none\"}",
        "{\"type\":3,\"invocationId\":\"none\",\"result\":1,\"error\":\"both\"}",
        "{\"type\":8,\"sequenceId\":9223372036854775807}",
        "{\"type\":9,\"sequenceId\":-1}",
        "[]",
        "null",
        "{",
        "\uD800"
      })
  void whatIsNoMessageHarmsItsClientAlone(String message) {
    try (RawClient client = server.client();
        RawClient other = server.client()) {
      client.send(
          RawClient.concat(RawClient.frame(0x81, message + "\u001e"), RawClient.closeFrame(1000)));
      client.readAll();

      assertThat(server.call(other, "Echo", "\"x\"")).contains("\"result\":\"x\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dd ff ff ff ff", // array32
        "df ff ff ff ff", // map32
        "c6 ff ff ff ff", // bin32
        "db ff ff ff ff", // str32
        "c9 ff ff ff ff 01", // ext32
        "c9 7f ff ff ff ff", // the timestamp
      })
  void aLengthWithoutBytesFailsItsCallOrEndsItsClient(String value) {
    try (RawClient client = server.messagePackClient()) {
      client.send(RawClient.frame(0x82, echoOf(HexFormat.ofDelimiter(" ").parseHex(value))));

      byte[] answer = client.readFrame().payload();
      assertThat(answer[2]).as("a completion or a Close").isIn((byte) 3, (byte) 7);
    }
  }

  @Test
  void aLengthOfMoreThanFiveBytesEndsItsClient() {
    try (RawClient client = server.messagePackClient()) {
      client.send(RawClient.frame(0x82, HexFormat.of().parseHex("ffffffffffff01")));

      assertThat(client.readFrame().payload()[2]).as("a Close").isEqualTo((byte) 7);
    }
  }

  @Test
  void aLengthBeyondTheBoundEndsItsClientBeforeItsBytesCome() {
    try (RawClient client = server.messagePackClient()) {
      client.send(RawClient.frame(0x82, HexFormat.of().parseHex("ffffffff0791")));

      assertThat(client.readFrame().payload()[2]).as("a Close").isEqualTo((byte) 7);
    }
  }

  /** A call of {@code Echo} with one argument, and the length before it. */
  private static byte[] echoOf(byte[] argument) {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    call.writeBytes(HexFormat.of().parseHex("960180a131a44563686f91"));
    call.writeBytes(argument);
    return RawClient.concat(new byte[] {(byte) (call.size() + 1)}, call.toByteArray(), EMPTY_ARRAY);
  }

  /** No streams. */
  private static final byte[] EMPTY_ARRAY = {(byte) 0x90};

  @ParameterizedTest
  @ValueSource(
      strings = {"*", ":", "\\n", "\\u0000", "a:b:*", "[a-z]", "\\ud83d\\ude00", "__proto__"})
  void aGroupIsWhatItsNameSaysAndNothingElse(String name) {
    try (RawClient member = server.client();
        RawClient other = server.client()) {
      server.call(member, "Join", '"' + name + '"');
      server.call(other, "Join", "\"another\"");
      server.call(other, "ToGroup", '"' + name + '"');

      assertThat(member.readFrame().text()).contains("\"target\":\"toGroup\"");
      assertThat(server.call(other, "Echo", "\"fence\"")).contains("\"fence\"");
    }
  }

  @Test
  void aNameOfAGroupHasABound() {
    try (RawClient client = server.client()) {
      assertThat(server.call(client, "Join", quoted(257))).contains("\"error\":");
      assertThat(server.call(client, "Join", quoted(256))).doesNotContain("\"error\":");
    }
  }

  private static String quoted(int length) {
    return '"' + "g".repeat(length) + '"';
  }
}
