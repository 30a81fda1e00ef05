package dev.nave.hub.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadingTest {
  private final JsonHubProtocol protocol = JsonHubProtocol.create();

  @Test
  void readsAnInvocation() throws Exception {
    InvocationMessage message =
        read(
            InvocationMessage.class,
            "{'type':1,'invocationId':'123','target':'Target','arguments':[1,'Foo',2.0]}");
    assertThat(message.invocationId()).isEqualTo("123");
    assertThat(message.target()).isEqualTo("Target");
    assertThat(message.headers()).isEmpty();
    assertThat(message.streamIds()).isEmpty();
    assertThat(message.arguments().encodedBytes()).isEqualTo("[1,'Foo',2.0]".length());
    assertThat(message.arguments().bind(List.of(int.class, String.class, double.class)))
        .containsExactly(1, "Foo", 2.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[]; 0",
        "[1,'x',null,true]; 4",
        "[[]]; 8",
        "[{}]; 8",
        "[[1,[2]],{'a':{'b':3}}]; 35"
      })
  void countsTheValuesOfTheArguments(String arguments, int count) throws Exception {
    String text = "{'type':1,'target':'t','arguments':" + arguments + "}";
    assertThat(read(InvocationMessage.class, text).arguments().valueCount()).isEqualTo(count);
  }

  @Test
  void readsTheOtherKindsOfMessages() throws Exception {
    StreamInvocationMessage stream =
        read(
            StreamInvocationMessage.class,
            "{'type':4,'invocationId':'1','target':'t','arguments':[],'streamIds':['a','b']}");
    assertThat(stream.invocationId()).isEqualTo("1");
    assertThat(stream.streamIds()).containsExactly("a", "b");

    StreamItemMessage item =
        read(StreamItemMessage.class, "{'type':2,'invocationId':'1','item':null}");
    assertThat(item.item().bind(List.of(String.class))).isEqualTo(new Object[] {null});

    assertThat(read("{'type':5,'invocationId':'1'}"))
        .isEqualTo(new CancelInvocationMessage(Map.of(), "1"));
    assertThat(read("{'type':6}")).isSameAs(PingMessage.INSTANCE);
    assertThat(read("{'type':7}")).isEqualTo(new CloseMessage(null, false));
    assertThat(read("{'type':7,'error':'e','allowReconnect':true}"))
        .isEqualTo(new CloseMessage("e", true));
    assertThat(read("{'type':8,'sequenceId':-1}")).isEqualTo(new AckMessage(-1));
    assertThat(read("{'type':9,'sequenceId':9223372036854775807}"))
        .isEqualTo(new SequenceMessage(Long.MAX_VALUE));
  }

  @Test
  void tellsCompletionsApart() throws Exception {
    CompletionMessage empty = read(CompletionMessage.class, "{'type':3,'invocationId':'1'}");
    assertThat(empty.result()).isNull();
    assertThat(empty.error()).isNull();

    CompletionMessage failed =
        read(CompletionMessage.class, "{'type':3,'invocationId':'1','error':'Whoops!'}");
    assertThat(failed.error()).isEqualTo("Whoops!");

    CompletionMessage withNull =
        read(CompletionMessage.class, "{'type':3,'invocationId':'1','result':null}");
    assertThat(Objects.requireNonNull(withNull.result()).bind(List.of(Integer.class)))
        .isEqualTo(new Object[] {null});
  }

  @Test
  void readsHeaders() throws Exception {
    InvocationMessage message =
        read(
            InvocationMessage.class,
            "{'type':1,'headers':{'a':'1','':'x','a':'2'},'target':'t','arguments':[]}");
    assertThat(message.headers()).containsEntry("a", "2").containsEntry("", "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'arguments':[1,2],'target':'Add','invocationId':'1','type':1}",
        "{'invocationId':'1','arguments':[1,2],'type':1,'target':'Add'}",
        " \t\r\n{ 'type' : 1 , 'invocationId' : '1' , 'target' : 'Add' , 'arguments' : [ 1 , 2 ] } ",
        "{'type':1,'colour':{'a':[1,{'b':2}]},'invocationId':'1','target':'Add','arguments':[1,2],"
            + "'more':null}",
        "{'type':6,'type':1,'invocationId':'0','invocationId':'1','target':'X','target':'Add',"
            + "'arguments':['x'],'arguments':[1,2]}",
        "{'\\u0074ype':1,'invocationId':'\\u0031','target':'Ad\\u0064','arguments':[1,2]}",
        "{'type':1,'invocationId':'1','target':'Add','arguments':[1,2],'error':'x','item':[],"
            + "'result':{'x':1},'streamIds':[],'sequenceId':null}",
      })
  void readsTheSameHoweverItIsWritten(String text) throws Exception {
    InvocationMessage message = read(InvocationMessage.class, text);
    assertThat(message.invocationId()).isEqualTo("1");
    assertThat(message.target()).isEqualTo("Add");
    assertThat(message.arguments().bind(List.of(int.class, int.class))).containsExactly(1, 2);
  }

  @Test
  void takesAnEmptyIdOfAnInvocationForNone() throws Exception {
    assertThat(
            read(InvocationMessage.class, "{'type':1,'invocationId':'','target':'','arguments':[]}")
                .invocationId())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'type':99,'x':[1]}", "{'type':-1}", "{'type':0}"})
  void skipsUnknownTypes(String text) throws Exception {
    assertThat(JsonFrames.read(protocol, quoted(text))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Missing required property 'type'.",
        "{'TYPE':1}|Missing required property 'type'.",
        "{'type':1,'arguments':[1]}|Missing required property 'target'.",
        "{'type':1,'target':'t'}|Missing required property 'arguments'.",
        "{'type':2,'item':1}|Missing required property 'invocationId'.",
        "{'type':2,'invocationId':'1','result':1}|Missing required property 'item'.",
        "{'type':3}|Missing required property 'invocationId'.",
        "{'type':3,'invocationId':''}|Missing required property 'invocationId'.",
        "{'type':4,'target':'t','arguments':[]}|Missing required property 'invocationId'.",
        "{'type':4,'invocationId':'1','arguments':[]}|Missing required property 'target'.",
        "{'type':4}|Missing required property 'target'.",
        "{'type':5}|Missing required property 'invocationId'.",
        "{'type':8}|Missing required property 'sequenceId'.",
        "{'type':9,'sequenceId':null}|Missing required property 'sequenceId'.",
      })
  void demandsWhatAMessageNeeds(String text, String error) {
    assertFatal(text, error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'1'}|Expected 'type' to be of type Number.",
        "{'type':null}|Expected 'type' to be of type Number.",
        "{'type':1.5}|'type' is not a number that fits an Int32.",
        "{'type':1e0}|'type' is not a number that fits an Int32.",
        "{'type':99999999999}|'type' is not a number that fits an Int32.",
        "{'type':1,'target':1}|Expected 'target' to be of type String.",
        "{'type':1,'target':null}|Expected 'target' to be of type String.",
        "{'type':1,'arguments':1}|Expected 'arguments' to be of type Array.",
        "{'type':1,'arguments':null}|Expected 'arguments' to be of type Array.",
        "{'type':1,'invocationId':1}|Expected 'invocationId' to be of type String.",
        "{'type':1,'invocationId':null}|Expected 'invocationId' to be of type String.",
        "{'type':1,'headers':1}|Expected 'headers' to be of type StartObject.",
        "{'type':1,'headers':null}|Expected 'headers' to be of type StartObject.",
        "{'type':1,'headers':{'a':1}}|Expected header 'a' to be of type String.",
        "{'type':1,'streamIds':1}|Expected 'streamIds' to be of type Array.",
        "{'type':1,'streamIds':[1]}|Expected 'streamIds' to be of type String.",
        "{'type':1,'streamIds':[null]}|Null value for 'streamIds' is not valid.",
        "{'type':3,'error':null}|Expected 'error' to be of type String.",
        "{'type':7,'allowReconnect':1}|Expected 'allowReconnect' to be true or false.",
        "{'type':8,'sequenceId':'1'}|Expected 'sequenceId' to be of type Number.",
        "{'type':8,'sequenceId':1.5}|'sequenceId' is not a number that fits an Int64.",
        "{'type':8,'sequenceId':99999999999999999999}"
            + "|'sequenceId' is not a number that fits an Int64.",
        "{'type':99,'target':5}|Expected 'target' to be of type String.",
        "{'type':3,'invocationId':'1','error':'x','result':1}"
            + "|The 'error' and 'result' properties are mutually exclusive.",
        "[1]|Unexpected JSON Token Type 'Array'. Expected a JSON Object.",
        "1|Unexpected JSON Token Type 'Number'. Expected a JSON Object.",
        "null|Unexpected JSON Token Type 'Null'. Expected a JSON Object.",
        "true|Unexpected JSON Token Type 'True'. Expected a JSON Object.",
        "'x'|Unexpected JSON Token Type 'String'. Expected a JSON Object.",
      })
  void refusesWrongTypesOfProperties(String text, String error) {
    assertFatal(text, error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "hello",
        "{",
        "{'type':6",
        "{'type':1,}",
        "{'type':6/*c*/}",
        "{'type':6} // c",
        "{'type':6} x",
        "{'type':6}{'type':6}",
        "{'type':06}",
        "{'type':1,'target':'t','arguments':[1,]}",
        "{'type':1,'target':'t','arguments':[NaN]}",
        "{'type':1,'target':'t','arguments':[01]}",
        "{'type':1,'target':'t','arguments':['\u0001']}",
        "{'type':1,'target':'t','arguments':['\\x']}",
        "{'type':1,'target':'t','arguments':[1}",
        "\ufeff{'type':6}",
      })
  void refusesWhatIsNotStrictlyOneJsonObject(String text) {
    assertFatal(text, "Error reading JSON.");
  }

  @Test
  void refusesSingleQuotes() {
    assertThatThrownBy(() -> JsonFrames.read(protocol, "{'type':6}"))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesOtherEncodings() {
    for (var charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      byte[] frame = "{\"type\":6}\u001e".getBytes(charset);
      assertThatThrownBy(() -> protocol.read(frame, 0, frame.length))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void nests64LevelsAndNoMore() throws Exception {
    String deepest = "[".repeat(62) + "]".repeat(62);
    InvocationMessage message =
        read(InvocationMessage.class, "{'type':1,'target':'t','arguments':[" + deepest + "]}");
    assertThat(message.arguments().bind(List.of(Object.class))[0]).isInstanceOf(List.class);

    assertFatal("{'type':1,'target':'t','arguments':[[" + deepest + "]]}", "Error reading JSON.");
    assertFatal("{'type':6,'x':" + "[".repeat(64) + "]".repeat(64) + "}", "Error reading JSON.");
    assertFatal("{'type':1,'arguments':" + "[".repeat(10_000), "Error reading JSON.");
    assertFatal("{'type':1,'x':" + "{'a':".repeat(10_000), "Error reading JSON.");
  }

  @Test
  void acceptsAFrameOfExactlyTheLimit() throws Exception {
    byte[] bytes = "{\"type\":6}\u001e{\"type\":6}\u001e".getBytes(UTF_8);
    assertThat(protocol.frameEnd(bytes, 0, bytes.length, 11)).isEqualTo(11);
    assertThat(protocol.frameEnd(bytes, 11, bytes.length, 11)).isEqualTo(22);
    assertThat(protocol.frameEnd(bytes, 11, bytes.length, Integer.MAX_VALUE)).isEqualTo(22);
    assertThat(protocol.frameEnd(bytes, 0, 10, 11)).isEqualTo(HubProtocol.INCOMPLETE);
    assertThat(protocol.frameEnd(bytes, 0, 0, 11)).isEqualTo(HubProtocol.INCOMPLETE);
  }

  @Test
  void refusesAFrameThatIsOrWillBeLargerThanTheLimit() {
    byte[] bytes = "{\"type\":6}\u001e".getBytes(UTF_8);
    for (int to : List.of(10, 11)) {
      assertThatThrownBy(() -> protocol.frameEnd(bytes, 0, to, 10))
          .isInstanceOf(ProtocolException.class)
          .hasMessage(
              "The maximum message size of 10B was exceeded. The message size can be configured in"
                  + " AddHubOptions.");
    }
  }

  @Test
  void looksOnlyAtBytesThatWereNotSeenBefore() throws Exception {
    byte[] bytes = "\u001e\u001e{}\u001e".getBytes(UTF_8);
    assertThat(protocol.frameEnd(bytes, 0, 2, 4, 100)).isEqualTo(HubProtocol.INCOMPLETE);
    assertThat(protocol.frameEnd(bytes, 0, 4, 5, 100)).isEqualTo(5);
    assertThatThrownBy(() -> protocol.frameEnd(bytes, 0, 2, 4, 4))
        .isInstanceOf(ProtocolException.class);
  }

  private void assertFatal(String text, String error) {
    assertThatThrownBy(() -> JsonFrames.read(protocol, quoted(text)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(error);
  }

  private Object read(String text) throws ProtocolException {
    return Objects.requireNonNull(JsonFrames.read(protocol, quoted(text)));
  }

  private <M extends HubMessage> M read(Class<M> type, String text) throws ProtocolException {
    return JsonFrames.read(protocol, type, quoted(text));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
