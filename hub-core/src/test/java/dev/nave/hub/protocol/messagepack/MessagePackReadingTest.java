package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code A1 71} is "q", {@code A1 74} is "t". */
class MessagePackReadingTest {
  private final MessagePackHubProtocol protocol = MessagePackHubProtocol.create();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "95 01 80 A171 A174 91 05",
        "96 01 80 A171 A174 91 05 90",
        "98 01 80 A171 A174 91 05 90 A178 81A17801",
        "98 01 80 A171 A174 91 05 90 C1",
        "95 01 80 A171 A174 91 05 C1 C1",
        "95 D200000001 80 A171 A174 91 05",
        "95 CF0000000000000001 80 A171 A174 91 05",
        "DC0005 01 DE0000 D90171 DA000174 DC0001 D300000000 00000005",
        "DD00000005 01 DF00000000 DB00000001 71 A174 DD00000001 CC05",
      })
  void readsTheSameHoweverItIsWritten(String hex) throws Exception {
    InvocationMessage message = Hex.read(protocol, InvocationMessage.class, hex);
    assertThat(message.invocationId()).isEqualTo("q");
    assertThat(message.target()).isEqualTo("t");
    assertThat(message.arguments().bind(List.of(int.class))).containsExactly(5);
  }

  @Test
  void looksNoFurtherThanTheKnownItems() throws Exception {
    assertThat(Hex.read(protocol, "92 06 C1")).isSameAs(PingMessage.INSTANCE);
    assertThat(Hex.read(protocol, "92 08 FF")).isEqualTo(new AckMessage(-1));
    assertThat(Hex.read(protocol, CompletionMessage.class, "95 03 80 A171 02 C1").result())
        .isNull();
  }

  @Test
  void takesAnEmptyIdOfAnInvocationForNone() throws Exception {
    for (String id : List.of("A0", "C0")) {
      assertThat(
              Hex.read(protocol, InvocationMessage.class, "95 01 80 " + id + " A174 90")
                  .invocationId())
          .isNull();
    }
  }

  @Test
  void takesACompletionWithAnErrorOfNilForOneWithout() throws Exception {
    CompletionMessage message = Hex.read(protocol, CompletionMessage.class, "95 03 80 A171 01 C0");
    assertThat(message.error()).isNull();
    assertThat(message.result()).isNull();
  }

  @Test
  void readsHeadersAndStreamIds() throws Exception {
    InvocationMessage message =
        Hex.read(protocol, InvocationMessage.class, "96 01 81 A161 A162 A171 A174 90 92 A173 A175");
    assertThat(message.headers()).containsExactly(Map.entry("a", "b"));
    assertThat(message.streamIds()).containsExactly("s", "u");
  }

  @ParameterizedTest
  @ValueSource(strings = {"94 63 80 A178 91 01", "91 00", "92 FF 80", "92 63 C1"})
  void skipsUnknownTypes(String hex) throws Exception {
    assertThat(Hex.read(protocol, hex)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "91 A131|Reading 'messageType' as Int32 failed.",
        "91 C0|Reading 'messageType' as Int32 failed.",
        "90|Reading 'messageType' as Int32 failed.",
        "91 C1|Reading 'messageType' as Int32 failed.",
        "92 CE80000000 80|Reading 'messageType' as Int32 failed.",
        "91 CA3F800000|Reading 'messageType' as Int32 failed.",
        "91 01|Reading map length for 'headers' failed.",
        "95 01 90 A171 A174 90|Reading map length for 'headers' failed.",
        "95 01 C0 A171 A174 90|Reading map length for 'headers' failed.",
        "95 01 DF7FFFFFFF A171 A174 90|Reading map length for 'headers' failed.",
        "95 01 81 A161 01 A171 A174 90|Reading 'headers[0].Value' as String failed.",
        "95 01 81 05 A161 A171 A174 90|Reading 'headers[0].Key' as String failed.",
        "95 01 81 A0 A161 A171 A174 90|Null or empty key in header.",
        "95 01 81 A161 C0 A171 A174 90|Null or empty value in header.",
        "95 01 82 A161 A161 A161 A162 A171 A174 90|Header 'a' is there twice.",
        "92 01 80|Reading 'invocationId' as String failed.",
        "95 01 80 01 A174 90|Reading 'invocationId' as String failed.",
        "95 01 80 A171 05 90|Reading 'target' as String failed.",
        "93 01 80 A171|Reading 'target' as String failed.",
        "95 01 80 A171 C0 90|Null or empty target for Invocation message.",
        "95 01 80 A171 A0 90|Null or empty target for Invocation message.",
        "95 04 80 A171 A0 90|Null or empty target for StreamInvocation message.",
        "95 04 80 C0 A174 90|Null or empty invocation ID for StreamInvocation message.",
        "95 04 80 A0 A174 90|Null or empty invocation ID for StreamInvocation message.",
        "96 01 80 A171 A174 90 01|Reading array length for 'streamIds' failed.",
        "96 01 80 A171 A174 90 C0|Reading array length for 'streamIds' failed.",
        "96 01 80 A171 A174 90 91 01|Reading 'streamIds' as String failed.",
        "96 01 80 A171 A174 90 91 C0|Null or empty value in streamIds received.",
        "96 01 80 A171 A174 90 91 A0|Null or empty value in streamIds received.",
        "92 02 80|Reading 'invocationId' as String failed.",
        "94 02 80 C0 01|Null or empty invocation ID for StreamItem message.",
        "94 02 80 A0 01|Null or empty invocation ID for StreamItem message.",
        "94 03 80 A171 09|Invalid invocation result kind.",
        "93 03 80 A171|Reading 'resultKind' as Int32 failed.",
        "94 03 80 A171 A178|Reading 'resultKind' as Int32 failed.",
        "94 03 80 C0 02|Null or empty invocation ID for Completion message.",
        "94 03 80 A171 01|Reading 'error' as String failed.",
        "95 03 80 A171 01 05|Reading 'error' as String failed.",
        "94 03 80 A171 03|Reading 'result' failed.",
        "95 03 80 A171 03 C1|Reading 'result' failed.",
        "95 03 80 A171 03 DD7FFFFFFF|Reading 'result' failed.",
        "93 05 80 C0|Null or empty invocation ID for CancelInvocation message.",
        "92 05 80|Reading 'invocationId' as String failed.",
        "92 07 01|Reading 'error' as String failed.",
        "91 07|Reading 'error' as String failed.",
        "93 07 C0 01|Reading 'allowReconnect' as Boolean failed.",
        "91 08|Reading 'sequenceId' as Int64 failed.",
        "92 08 A131|Reading 'sequenceId' as Int64 failed.",
        "92 08 CA3F800000|Reading 'sequenceId' as Int64 failed.",
        "92 09 C0|Reading 'sequenceId' as Int64 failed.",
        "92 09 CF8000000000000000|Reading 'sequenceId' as Int64 failed.",
      })
  void refusesWrongFields(String hex, String error) {
    assertThatThrownBy(() -> Hex.read(protocol, hex))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.detail()).isEqualTo("InvalidDataException: " + error));
  }

  @ParameterizedTest
  @CsvSource({
    "01,1 (positive fixint)",
    "80,128 (fixmap)",
    "C0,192 (nil)",
    "C1,193 ((never used))",
    "A178,161 (fixstr)",
    "CA00000000,202 (float 32)",
    "FF,255 (negative fixint)",
  })
  void refusesWhatIsNotAnArray(String hex, String code) {
    assertThatThrownBy(() -> Hex.read(protocol, hex))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e ->
                assertThat(e.detail())
                    .isEqualTo(
                        "MessagePackSerializationException: Unexpected msgpack code "
                            + code
                            + " encountered."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "91", "9F 06", "DD", "DDFFFFFFFF 01", "DD7FFFFFFF", "96 01 80 A1"})
  void refusesWhatIsCutShort(String hex) {
    assertThatThrownBy(() -> Hex.read(protocol, hex))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("The message ends before its last item does.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "94 01 80 A171 A174",
        "95 01 80 A171 A174 01",
        "95 01 80 A171 A174 C0",
        "95 01 80 A171 A174 C1",
        "96 01 80 A171 A174 01 05",
        "95 01 80 A171 A174 DD7FFFFFFF"
      })
  void failsOnlyTheCallIfTheArgumentsAreNoArray(String hex) throws Exception {
    InvocationMessage message = Hex.read(protocol, InvocationMessage.class, hex);
    assertThat(message.target()).isEqualTo("t");
    assertThatThrownBy(() -> message.arguments().bind(List.of(int.class)))
        .isInstanceOf(BindingException.class)
        .hasMessage("Reading array length for 'arguments' failed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "95 01 80 A171 A174 91 C1",
        "95 01 80 A171 A174 91 C67FFFFFFF01",
        "95 01 80 A171 A174 91 DB7FFFFFFF01",
        "95 01 80 A171 A174 91 C97FFFFFFF0102",
        "95 01 80 A171 A174 91 DD7FFFFFFF01",
        "95 01 80 A171 A174 91 DF7FFFFFFF01",
        "95 01 80 A171 A174 91 C6FFFFFFFF",
        "95 01 80 A171 A174 91 D8FF",
        "95 01 80 A171 A174 91 CB0000",
        "96 01 80 A171 A174 91 C1 05",
      })
  void failsOnlyTheCallIfAnArgumentIsCutShort(String hex) throws Exception {
    InvocationMessage message = Hex.read(protocol, InvocationMessage.class, hex);
    assertThatThrownBy(() -> message.arguments().bind(List.of(Object.class)))
        .isInstanceOf(BindingException.class)
        .hasMessageStartingWith("Error binding arguments.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"93 02 80 A171", "94 02 80 A171 C1", "94 02 80 A171 DD7FFFFFFF"})
  void failsOnlyTheStreamIfAnItemIsWrong(String hex) throws Exception {
    StreamItemMessage message = Hex.read(protocol, StreamItemMessage.class, hex);
    assertThat(message.invocationId()).isEqualTo("q");
    assertThatThrownBy(() -> message.item().bind(List.of(int.class)))
        .isInstanceOf(BindingException.class);
  }

  @Test
  void skipsArgumentsAtAnyDepth() throws Exception {
    for (String level : List.of("91", "81 C0")) {
      InvocationMessage message =
          Hex.read(
              protocol,
              InvocationMessage.class,
              "95 01 80 A171 A174 91" + level.repeat(20_000) + "C0");
      assertThatThrownBy(() -> message.arguments().bind(List.of(String.class, String.class)))
          .hasMessage("Invocation provides 1 argument(s) but target expects 2.");
    }
  }

  @Test
  void replacesWhatIsNotUtf8() throws Exception {
    InvocationMessage message =
        Hex.read(protocol, InvocationMessage.class, "95 01 80 A171 A2FFFE 91 A2FFFE");
    assertThat(message.target()).isEqualTo("\ufffd\ufffd");
    assertThat(message.arguments().bind(List.of(String.class))).containsExactly("\ufffd\ufffd");
  }
}
