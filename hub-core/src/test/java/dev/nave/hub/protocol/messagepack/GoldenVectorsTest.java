package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of the reference server, in both directions. */
class GoldenVectorsTest {
  private static final String OBJECT =
      "94 02 80 A3 78 79 7A 86 AA 53 74 72 69 6E 67 50 72 6F 70 A8 53 69 67 6E 61 6C 52 21"
          + "AA 44 6F 75 62 6C 65 50 72 6F 70 CB 40 19 21 FB 54 42 CF 12 A7 49 6E 74 50 72 6F 70 2A"
          + "AC 44 61 74 65 54 69 6D 65 50 72 6F 70 D6 FF 58 EC 1C 80 A8 4E 75 6C 6C 50 72 6F 70 C0"
          + "AB 42 79 74 65 41 72 72 50 72 6F 70 C4 03 01 02 03";

  private final MessagePackHubProtocol protocol = MessagePackHubProtocol.create();

  static Stream<Arguments> vectors() {
    Payload answer = Payload.of(42);
    Map<String, String> none = Map.of();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x", "y");
    headers.put("z", "z");
    return Stream.of(
        Arguments.of(
            new InvocationMessage(none, "xyz", "method", answer, List.of()),
            "96 01 80 A3 78 79 7A A6 6D 65 74 68 6F 64 91 2A 90"),
        Arguments.of(
            InvocationMessage.send("method", answer), "96 01 80 C0 A6 6D 65 74 68 6F 64 91 2A 90"),
        Arguments.of(
            new StreamInvocationMessage(none, "xyz", "method", answer, List.of()),
            "96 04 80 A3 78 79 7A A6 6D 65 74 68 6F 64 91 2A 90"),
        Arguments.of(new StreamItemMessage(none, "xyz", answer), "94 02 80 A3 78 79 7A 2A"),
        Arguments.of(
            new StreamItemMessage(none, "xyz", Payload.of(42.0f)),
            "94 02 80 A3 78 79 7A CA 42 28 00 00"),
        Arguments.of(
            CompletionMessage.withError("xyz", "Error"),
            "95 03 80 A3 78 79 7A 01 A5 45 72 72 6F 72"),
        Arguments.of(CompletionMessage.empty("xyz"), "94 03 80 A3 78 79 7A 02"),
        Arguments.of(CompletionMessage.withResult("xyz", 42), "95 03 80 A3 78 79 7A 03 2A"),
        Arguments.of(CompletionMessage.withResult("xyz", null), "95 03 80 A3 78 79 7A 03 C0"),
        Arguments.of(new CancelInvocationMessage(none, "xyz"), "93 05 80 A3 78 79 7A"),
        Arguments.of(PingMessage.INSTANCE, "91 06"),
        Arguments.of(new CloseMessage("xyz", true), "93 07 A3 78 79 7A C3"),
        Arguments.of(new CloseMessage(null, false), "93 07 C0 C2"),
        Arguments.of(new AckMessage(300), "92 08 CD 01 2C"),
        Arguments.of(new SequenceMessage(1), "92 09 01"),
        Arguments.of(
            new InvocationMessage(headers, "xyz", "method", answer, List.of("s")),
            "96 01 82 A1 78 A1 79 A1 7A A1 7A A3 78 79 7A A6 6D 65 74 68 6F 64 91 2A 91 A1 73"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void writesThem(HubMessage message, String hex) throws Exception {
    assertThat(Hex.write(protocol, message)).isEqualTo(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsThem(HubMessage message, String hex) throws Exception {
    HubMessage read = Hex.read(protocol, hex);
    assertThat(read).hasSameClassAs(message);
    assertThat(Hex.write(protocol, Objects.requireNonNull(read))).isEqualTo(hex.replace(" ", ""));
  }

  @Test
  void writesAnEnumByName() throws Exception {
    assertThat(Hex.write(protocol, InvocationMessage.send("method", Payload.ofAll(42, Choice.One))))
        .isEqualTo("960180C0A66D6574686F64922AA34F6E6590");
    assertThat(
            Hex.read(
                    protocol,
                    InvocationMessage.class,
                    "95 01 80 C0 A6 6D6574686F64 92 2A A3 4F6E65")
                .arguments()
                .bind(List.of(int.class, Choice.class)))
        .containsExactly(42, Choice.One);
  }

  @Test
  void readsFiveItemsOfAnOldClient() throws Exception {
    InvocationMessage message =
        Hex.read(protocol, InvocationMessage.class, "95 01 80 A3 78 79 7A A6 6D 65 74 68 6F 64 90");
    assertThat(message.target()).isEqualTo("method");
    assertThat(message.invocationId()).isEqualTo("xyz");
    assertThat(message.streamIds()).isEmpty();
  }

  @Test
  void readsTwoItemsOfAClose() throws Exception {
    assertThat(Hex.read(protocol, "92 07 A3 78 79 7A")).isEqualTo(new CloseMessage("xyz", false));
  }

  @Test
  void writesAnObject() throws Exception {
    CustomObject object =
        new CustomObject(
            "SignalR!",
            6.2831853071,
            42,
            Instant.parse("2017-04-11T00:00:00Z"),
            null,
            new byte[] {1, 2, 3});
    assertThat(Hex.write(protocol, new StreamItemMessage(Map.of(), "xyz", Payload.of(object))))
        .isEqualTo(OBJECT.replace(" ", ""));
  }

  @Test
  void readsAnObject() throws Exception {
    CustomObject object =
        (CustomObject)
            Objects.requireNonNull(
                Hex.read(protocol, StreamItemMessage.class, OBJECT)
                    .item()
                    .bind(List.of(CustomObject.class))[0]);
    assertThat(object.stringProp()).isEqualTo("SignalR!");
    assertThat(object.doubleProp()).isEqualTo(6.2831853071);
    assertThat(object.intProp()).isEqualTo(42);
    assertThat(object.dateTimeProp()).isEqualTo("2017-04-11T00:00:00Z");
    assertThat(object.nullProp()).isNull();
    assertThat(object.byteArrProp()).containsExactly(1, 2, 3);
  }

  enum Choice {
    One
  }

  @SuppressWarnings("ArrayRecordComponent") // is what is tested
  @JsonPropertyOrder({
    "StringProp",
    "DoubleProp",
    "IntProp",
    "DateTimeProp",
    "NullProp",
    "ByteArrProp"
  })
  record CustomObject(
      String stringProp,
      double doubleProp,
      int intProp,
      Instant dateTimeProp,
      @Nullable String nullProp,
      byte[] byteArrProp) {}
}
