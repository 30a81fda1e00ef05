package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NormaliserTest {
  private final Names names = new Names("u17x");

  @BeforeEach
  void nameAConnection() {
    names.connectionId("a", "Zk3-id_of-a");
  }

  @Test
  void takesAnOrderThatIsLeftFreeForNone() {
    List<Event> one =
        json(message("first"), "{\"type\":3,\"invocationId\":\"1\"}", message("second"));
    List<Event> other =
        json("{\"type\":3,\"invocationId\":\"1\"}", message("first"), message("second"));
    assertThat(Normaliser.lines(one, false)).isEqualTo(Normaliser.lines(other, false));
  }

  @Test
  void keepsTheOrderOfOneSender() {
    List<Event> one = json(message("first"), message("second"));
    List<Event> other = json(message("second"), message("first"));
    assertThat(Normaliser.lines(one, false)).isNotEqualTo(Normaliser.lines(other, false));
    assertThat(Normaliser.lines(one, true)).isEqualTo(Normaliser.lines(other, true));
  }

  @Test
  void keepsTheOrderOfAStream() {
    List<Event> items =
        json(
            "{\"type\":2,\"invocationId\":\"1\",\"item\":1}",
            "{\"type\":2,\"invocationId\":\"1\",\"item\":0}");
    assertThat(Normaliser.lines(items, true))
        .containsExactly(
            "{\"type\":2,\"invocationId\":\"1\",\"item\":1}",
            "{\"type\":2,\"invocationId\":\"1\",\"item\":0}");
  }

  @Test
  void namesWhatDiffersFromPlayToPlay() {
    List<Event> events =
        json(
            "{\"type\":3,\"invocationId\":\"1\",\"result\":\"Zk3-id_of-a in u17xg1\"}",
            "{\"type\":1,\"invocationId\":\"s42\",\"target\":\"answer\",\"arguments\":[\"?\"]}");
    assertThat(Normaliser.lines(events, false))
        .containsExactly(
            "{\"type\":1,\"invocationId\":\"<asked>\",\"target\":\"answer\",\"arguments\":[\"?\"]}",
            "{\"type\":3,\"invocationId\":\"1\",\"result\":\"<a> in ~g1\"}");
  }

  @Test
  void comparesNumbersByTheirValueAndPropertiesByTheirOrder() {
    assertThat(Normaliser.lines(json(result("1.50")), false))
        .isEqualTo(Normaliser.lines(json(result("15e-1")), false));
    assertThat(Normaliser.lines(json(result("{\"a\":1,\"b\":2}")), false))
        .isNotEqualTo(Normaliser.lines(json(result("{\"b\":2,\"a\":1}")), false));
  }

  @Test
  void passesOverTheTextOfAProtocolErrorButNotThatThereIsOne() {
    String left = "{\"type\":1,\"target\":\"left\",\"arguments\":[\"Zk3-id_of-a\",%s]}";
    assertThat(Normaliser.lines(json(String.format(left, "\"bad JSON at 3\"")), false))
        .containsExactly("left(<a>, <error>)");
    assertThat(Normaliser.lines(json(String.format(left, "null")), false))
        .containsExactly("left(<a>, null)");
  }

  @Test
  void readsMessagePackAndTellsItsTypesApart() {
    HubCodec codec = new HubCodec(true, names);
    byte[] message = codec.encode("{\"type\":3,\"invocationId\":\"1\",\"result\":1.5}");
    byte[] half = java.util.Arrays.copyOf(message, 4);
    byte[] rest = java.util.Arrays.copyOfRange(message, 4, message.length);
    assertThat(codec.decode(half)).isEmpty();
    assertThat(Normaliser.lines(codec.decode(rest), false))
        .containsExactly("[3,{},\"1\",3,double(1.5)]");
  }

  private static String message(String text) {
    return "{\"type\":1,\"target\":\"message\",\"arguments\":[\"all\",\"" + text + "\"]}";
  }

  private static String result(String value) {
    return "{\"type\":3,\"invocationId\":\"1\",\"result\":" + value + "}";
  }

  private List<Event> json(String... messages) {
    HubCodec codec = new HubCodec(false, names);
    List<Event> events = new ArrayList<>();
    for (String message : messages) {
      events.addAll(codec.decode((message + "\u001e").getBytes(UTF_8)));
    }
    return events;
  }
}
