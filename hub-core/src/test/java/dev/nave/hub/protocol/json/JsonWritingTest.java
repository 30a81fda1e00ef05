package dev.nave.hub.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.ArrayList;
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

class JsonWritingTest {
  private final JsonHubProtocol protocol = JsonHubProtocol.create();

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of(
            InvocationMessage.send("Send", Payload.of(42)),
            "{'type':1,'target':'Send','arguments':[42]}"),
        Arguments.of(
            new InvocationMessage(
                Map.of(), "123", "Target", Payload.ofAll(1, "Foo", 2.0), List.of()),
            "{'type':1,'invocationId':'123','target':'Target','arguments':[1,'Foo',2]}"),
        Arguments.of(
            InvocationMessage.send("Target", Payload.of(null)),
            "{'type':1,'target':'Target','arguments':[null]}"),
        Arguments.of(
            InvocationMessage.send("t", Payload.ofAll()), "{'type':1,'target':'t','arguments':[]}"),
        Arguments.of(
            new InvocationMessage(Map.of("a", "b"), "", "t", Payload.ofAll(), List.of("s", "t")),
            "{'type':1,'headers':{'a':'b'},'target':'t','arguments':[],'streamIds':['s','t']}"),
        Arguments.of(
            new StreamInvocationMessage(Map.of(), "1", "t", Payload.of(true), List.of()),
            "{'type':4,'invocationId':'1','target':'t','arguments':[true]}"),
        Arguments.of(
            new StreamItemMessage(Map.of(), "123", Payload.of(null)),
            "{'type':2,'invocationId':'123','item':null}"),
        Arguments.of(CompletionMessage.empty("1"), "{'type':3,'invocationId':'1'}"),
        Arguments.of(
            CompletionMessage.withResult("1", null), "{'type':3,'invocationId':'1','result':null}"),
        Arguments.of(
            CompletionMessage.withError("123", "Whoops!"),
            "{'type':3,'invocationId':'123','error':'Whoops!'}"),
        Arguments.of(CompletionMessage.withError("1", ""), "{'type':3,'invocationId':'1'}"),
        Arguments.of(new CancelInvocationMessage(Map.of(), "1"), "{'type':5,'invocationId':'1'}"),
        Arguments.of(PingMessage.INSTANCE, "{'type':6}"),
        Arguments.of(new CloseMessage(null, false), "{'type':7}"),
        Arguments.of(new CloseMessage("", false), "{'type':7,'error':''}"),
        Arguments.of(new CloseMessage("e", true), "{'type':7,'error':'e','allowReconnect':true}"),
        Arguments.of(new AckMessage(7), "{'type':8,'sequenceId':7}"),
        Arguments.of(
            new SequenceMessage(Long.MAX_VALUE), "{'type':9,'sequenceId':9223372036854775807}"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void writesWhatTheReferenceServerWrites(HubMessage message, String text) {
    assertThat(JsonFrames.write(protocol, message)).isEqualTo(text.replace('\'', '"'));
  }

  @Test
  void escapesNoMoreThanItMust() {
    assertThat(written("héllo ✓ 😀 \"\\\n\r\t\u0000\u001e\u007f</script>&+'"))
        .isEqualTo("\"héllo ✓ 😀 \\\"\\\\\\n\\r\\t\\u0000\\u001e\u007f</script>&+'\"");
    assertThat(written(List.of("é ✓ 😀 </a>&"))).isEqualTo("[\"é ✓ 😀 </a>&\"]");
  }

  @Test
  void replacesHalfASurrogatePair() {
    assertThat(written("a\ud83d")).isEqualTo("\"a\ufffd\"");
    assertThat(written("\ude00a")).isEqualTo("\"\ufffda\"");
    assertThat(written(List.of("\ud83d"))).isEqualTo("[\"\ufffd\"]");
    assertThat(written(new String[] {"\ud83d", null})).isEqualTo("[\"\ufffd\",null]");
    assertThat(written(Map.of("\ud83d", 1))).isEqualTo("{\"\ufffd\":1}");
  }

  @Test
  void writesNumbersAsTheyAre() {
    assertThat(written(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(written(-0.25)).isEqualTo("-0.25");
    assertThat(written(1e300)).isEqualTo("1E+300");
    assertThat(written(1.5f)).isEqualTo("1.5");
    assertThat(written((short) -3)).isEqualTo("-3");
    assertThat(written(new double[] {1, 2.5})).isEqualTo("[1,2.5]");
  }

  @Test
  void refusesNumbersThatJsonDoesNotHave() {
    for (Object value :
        List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NaN,
            List.of(Double.NaN),
            new double[] {Double.NaN},
            new float[] {Float.NEGATIVE_INFINITY})) {
      assertThatThrownBy(() -> written(value))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("JSON has no number");
    }
  }

  @Test
  void writesCamelCaseNamesNullsAndKeysAsTheyAre() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("FooBar", null);
    assertThat(written(new Sample("x", keys, Colour.GREEN, new byte[] {1, -1})))
        .isEqualTo(
            "{\"someName\":\"x\",\"map\":{\"FooBar\":null},\"colour\":1,\"bytes\":\"Af8=\"}");
  }

  @Test
  void refusesWhatContainsItself() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    assertThatThrownBy(() -> written(circle)).isInstanceOf(EncodingException.class);
  }

  @Test
  void reportsWhatAGetterThrows() {
    assertThatThrownBy(() -> written(new Failing(null)))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("Failing")
        .hasMessageContaining("no name today");
  }

  @Test
  void passesOnWhatItReadWithoutDecoding() throws Exception {
    String text = "{\"type\":1,\"target\":\"t\",\"arguments\":[ 1.50, {\"a\":1} ]}";
    HubMessage message = JsonFrames.read(protocol, InvocationMessage.class, text);
    assertThat(JsonFrames.write(protocol, message)).isEqualTo(text);
  }

  private String written(Object value) {
    String text = JsonFrames.write(protocol, CompletionMessage.withResult("1", value));
    String head = "{\"type\":3,\"invocationId\":\"1\",\"result\":";
    assertThat(text).startsWith(head).endsWith("}");
    return text.substring(head.length(), text.length() - 1);
  }

  enum Colour {
    RED,
    GREEN
  }

  @SuppressWarnings("ArrayRecordComponent") // is what is tested
  record Sample(String someName, Map<String, @Nullable Object> map, Colour colour, byte[] bytes) {}

  record Failing(@Nullable String name) {
    public String getName() {
      return Objects.requireNonNull(name, "no name today");
    }
  }
}
