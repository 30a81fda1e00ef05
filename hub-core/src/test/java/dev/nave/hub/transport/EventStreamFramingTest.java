package dev.nave.hub.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;

/** No message, whatever it contains, becomes anything but one event. */
class EventStreamFramingTest {
  private static String frame(String message) {
    return new String(
        EventStreamFraming.INSTANCE.frame(message.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }

  @Test
  void aMessageIsOneDataLine() {
    assertThat(frame("{}\u001e")).isEqualTo("data: {}\u001e\r\n\r\n");
    assertThat(frame("")).isEqualTo("data: \r\n\r\n");
  }

  @Test
  void aCommentIsALineThatIsSkipped() {
    assertThat(new String(EventStreamFraming.comment(), StandardCharsets.UTF_8)).isEqualTo(":\r\n");
  }

  @Test
  void anEventTakesASecondMessage() {
    byte[] first = EventStreamFraming.INSTANCE.frame("{}".getBytes(StandardCharsets.UTF_8));
    byte[] more = (frame("a\nb") + frame("c")).getBytes(StandardCharsets.UTF_8);

    assertThat(new String(EventStreamFraming.append(first, more), StandardCharsets.UTF_8))
        .isEqualTo("data: {}a\r\ndata: b\r\n\r\ndata: c\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb"})
  void eachLineOfAMessageIsADataLine(String message) {
    assertThat(frame(message)).isEqualTo("data: a\r\ndata: b\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\n\ndata: forged\n\n",
        "x\r\rdata: forged\r\r",
        "x\r\n\r\nevent: evil\r\nid: 7\r\nretry: 1\r\n\r\n",
        "\n",
        "\r\n\r\n",
        ":comment\n",
        "a\n\rb\r"
      })
  void nothingInAMessageEndsItsEventOrAddsAField(String hostile) {
    assertThat(events(frame(hostile)))
        .containsExactly(hostile.replace("\r\n", "\n").replace('\r', '\n'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n\ndata: forged\n\n",
        "\r\n\r\n",
        "\u0085\u2028\u2029",
        "\u000b\f\u0000",
        "\\n"
      })
  void noTextInAMessageOfTheJsonProtocolEndsItsEvent(String hostile) throws Exception {
    for (boolean indented : new boolean[] {false, true}) {
      byte[] message =
          JsonHubProtocol.create(
                  mapper -> mapper.configure(SerializationFeature.INDENT_OUTPUT, indented))
              .write(
                  InvocationMessage.send(hostile, Payload.ofAll(hostile, Map.of("text", hostile))));

      List<String> events = events(frame(new String(message, StandardCharsets.UTF_8)));

      assertThat(events).hasSize(1);
      JsonNode json = new ObjectMapper().readTree(events.get(0).replace("\u001e", ""));
      assertThat(json.at("/target").stringValue()).isEqualTo(hostile);
      assertThat(json.at("/arguments/0").stringValue()).isEqualTo(hostile);
      assertThat(json.at("/arguments/1/text").stringValue()).isEqualTo(hostile);
    }
  }

  /** Parses an event stream as the HTML standard says. */
  private static List<String> events(String stream) {
    List<String> events = new ArrayList<>();
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (String line : stream.split("\r\n|\r|\n", -1)) {
      if (line.isEmpty()) {
        if (any) {
          events.add(data.substring(0, data.length() - 1));
        }
        data.setLength(0);
        any = false;
      } else {
        assertThat(line).startsWith("data: ");
        data.append(line.substring("data: ".length())).append('\n');
        any = true;
      }
    }
    return events;
  }
}
