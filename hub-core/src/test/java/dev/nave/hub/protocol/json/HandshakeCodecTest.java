package dev.nave.hub.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.HandshakeRequest;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeCodecTest {
  private static final char SEPARATOR = 0x1E;

  @Test
  void acceptsWithExactlyThreeBytes() {
    assertThat(HandshakeCodec.response(null)).containsExactly(0x7B, 0x7D, 0x1E);
  }

  @Test
  void refusesWithTheErrorAsJson() {
    assertThat(new String(HandshakeCodec.response("no \"soap\"\nhere: é"), UTF_8))
        .isEqualTo("{\"error\":\"no \\\"soap\\\"\\nhere: é\"}" + SEPARATOR);
  }

  @Test
  void readsProtocolAndVersion() throws Exception {
    assertThat(read("{\"protocol\":\"json\",\"version\":1}"))
        .isEqualTo(new HandshakeRequest("json", 1));
  }

  @Test
  void readsAnyOrderAndSkipsWhatItDoesNotKnow() throws Exception {
    assertThat(read(" {\"version\":-2,\"colour\":{\"red\":[1,2]},\"protocol\":\"JSON\"} \n"))
        .isEqualTo(new HandshakeRequest("JSON", -2));
  }

  @Test
  void takesTheLastOfSeveralValues() throws Exception {
    assertThat(read("{\"protocol\":\"soap\",\"protocol\":\"json\",\"version\":1}"))
        .isEqualTo(new HandshakeRequest("json", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"protocol\":\"json\"}"
            + "|Missing required property 'version'. Message content: {\"protocol\":\"json\"}",
        "{\"version\":1}|Missing required property 'protocol'. Message content: {\"version\":1}",
        "{}|Missing required property 'protocol'. Message content: {}",
        "{\"protocol\":\"json\",\"version\":\"1\"}|Expected 'version' to be of type Number.",
        "{\"protocol\":\"json\",\"version\":true}|Expected 'version' to be of type Number.",
        "{\"protocol\":null,\"version\":1}|Expected 'protocol' to be of type String.",
        "{\"protocol\":5,\"version\":1}|Expected 'protocol' to be of type String.",
        "[\"json\",1]|Unexpected JSON Token Type 'Array'. Expected a JSON Object.",
        "1|Unexpected JSON Token Type 'Number'. Expected a JSON Object.",
        "null|Unexpected JSON Token Type 'Null'. Expected a JSON Object.",
        "{\"protocol\":\"json\",\"version\":1.0}|'version' is not a number that fits an Int32.",
        "{\"protocol\":\"json\",\"version\":9999999999}"
            + "|'version' is not a number that fits an Int32.",
        "hello|Error reading JSON.",
        "{|Error reading JSON.",
        "{\"protocol\":\"json\",\"version\":1,}|Error reading JSON.",
        "{\"protocol\":\"json\",\"version\":1} x|Error reading JSON.",
      })
  void refusesWithTheTextThatClientsKnow(String handshake, String text) {
    assertThatThrownBy(() -> read(handshake))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\ufeff{\"protocol\":\"json\",\"version\":1}"})
  void refusesWhatIsNotJson(String handshake) {
    assertThatThrownBy(() -> read(handshake)).hasMessage("Error reading JSON.");
  }

  @Test
  void showsOnlyTheBeginningOfALongMessage() {
    assertThatThrownBy(() -> read("{\"protocol\":\"" + "x".repeat(5000) + "\"}"))
        .hasMessageEndingWith("xxx…")
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void refusesWhatNestsTooDeep() {
    assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(10_000)))
        .hasMessage("Error reading JSON.");
  }

  @Test
  void namesTheExceptionThatClientsKnow() {
    assertThatThrownBy(() -> read("1"))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e ->
                assertThat(e.detail())
                    .isEqualTo(
                        "InvalidDataException: Unexpected JSON Token Type 'Number'. Expected a"
                            + " JSON Object."));
  }

  @Test
  void findsTheEndOfTheFirstRecord() throws Exception {
    byte[] bytes = "..{}\u001e{}\u001e".getBytes(UTF_8);
    assertThat(HandshakeCodec.frameEnd(bytes, 2, bytes.length, 100)).isEqualTo(5);
    assertThat(HandshakeCodec.frameEnd(bytes, 2, 4, 100)).isEqualTo(HubProtocol.INCOMPLETE);
  }

  @Test
  void refusesAHandshakeAboveTheLimit() {
    byte[] bytes = new byte[20];
    assertThatThrownBy(() -> HandshakeCodec.frameEnd(bytes, 0, 20, 20))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("The maximum message size of 20B was exceeded.");
  }

  private static HandshakeRequest read(String handshake) throws ProtocolException {
    byte[] bytes = ("#" + handshake + SEPARATOR).getBytes(UTF_8);
    return HandshakeCodec.read(bytes, 1, bytes.length);
  }
}
