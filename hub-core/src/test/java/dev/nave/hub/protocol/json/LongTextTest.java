package dev.nave.hub.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings around the lengths from which on they are written and read many bytes at a time. */
class LongTextTest {
  private static final String[] PIECES = {
    "?", "\"", "\\", "\n", "\u0000", "\u001f", "\u007f", "é", "€", "😀", "\ud83d", "\ude00", "Ł",
    "ÿ"
  };

  private final JsonHubProtocol protocol = JsonHubProtocol.create();

  /** Texts of letters, with nothing, one piece or many pieces among them. */
  static Stream<String> texts() {
    Random random = new Random(7);
    Stream.Builder<String> texts = Stream.builder();
    for (int length : new int[] {0, 1, 100, 126, 127, 128, 129, 254, 255, 256, 257, 300, 70_000}) {
      String letters = "x".repeat(length);
      texts.add(letters);
      for (String piece : PIECES) {
        int at = random.nextInt(length + 1);
        texts.add(letters.substring(0, at) + piece + letters.substring(at));
        texts.add(piece + letters + piece);
      }
    }
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(400); text.length() < length; ) {
        boolean letter = random.nextInt(4) > 0;
        text.append(letter ? "a" : PIECES[random.nextInt(PIECES.length)]);
      }
      texts.add(text.toString());
    }
    return texts.build();
  }

  /** As STD 90 has it, character by character; half a surrogate pair becomes U+FFFD. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                default -> {
                  if (c < ' ') {
                    json.append("\\u%04x".formatted(c));
                  } else {
                    json.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
                  }
                }
              }
            });
    return json.append('"').toString();
  }

  private static String wellFormed(String text) {
    int[] characters = text.codePoints().map(c -> c >= 0xD800 && c < 0xE000 ? 0xFFFD : c).toArray();
    return new String(characters, 0, characters.length);
  }

  private InvocationMessage read(String arguments) throws ProtocolException {
    byte[] bytes =
        ("{\"type\":1,\"target\":\"t\",\"arguments\":[" + arguments + "]}\u001e")
            .getBytes(StandardCharsets.UTF_8);
    return (InvocationMessage) Objects.requireNonNull(protocol.read(bytes, 0, bytes.length));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isWrittenAsItIs(String text) {
    String expected = "{\"type\":3,\"invocationId\":\"1\",\"result\":" + quoted(text) + "}\u001e";

    byte[] written = protocol.write(CompletionMessage.withResult("1", text));

    assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isReadAsItIsAmongOthers(String text) throws Exception {
    String json = quoted(text);
    Payload arguments = read(json + ",\"two\", " + json + " ,3," + json).arguments();
    String read = wellFormed(text);

    assertThat(
            arguments.bind(
                List.of(String.class, String.class, String.class, int.class, String.class)))
        .containsExactly(read, "two", read, 3, read);
  }

  @Test
  void mayBeNull() throws Exception {
    String text = "x".repeat(1_000);

    assertThat(read("null,\"" + text + "\"").arguments().bind(List.of(String.class, String.class)))
        .containsExactly(null, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "\n", "\\x"})
  void isRefusedWhereAnyStringWouldBe(String wrong) {
    String text = "x".repeat(1_000);

    assertThatThrownBy(() -> read("\"" + text + wrong + text + "\""))
        .isInstanceOf(ProtocolException.class);
  }
}
