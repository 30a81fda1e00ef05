package dev.nave.conformance.differential;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into maps, lists, strings, {@link BigDecimal}s, booleans and null, and writes those in
 * one canonical form: properties keep their order, numbers are written by their value. A reader of
 * the tester's own, so that it shares no fault with the servers.
 */
final class Json {
  private static final int LONGEST_PLAIN_NUMBER = 25;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads one value that takes up the whole text.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static @Nullable Object read(String text) {
    Json reader = new Json(text);
    Object value = reader.value();
    reader.space();
    if (reader.at != text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  private @Nullable Object value() {
    space();
    char first = peek();
    return switch (first) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    space();
    while (peek() != '}') {
      space();
      String name = string();
      space();
      expect(':');
      object.put(name, value());
      space();
      if (peek() != '}') {
        expect(',');
      }
    }
    at++;
    return object;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> array = new ArrayList<>();
    at++;
    space();
    while (peek() != ']') {
      array.add(value());
      space();
      if (peek() != ']') {
        expect(',');
      }
    }
    at++;
    return array;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char next = text.charAt(at++);
      string.append(next == '\\' ? escaped() : next);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char kind = peek();
    at++;
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> kind;
    };
  }

  private BigDecimal number() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == start) {
      throw unexpected();
    }
    return new BigDecimal(text.substring(start, at));
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("not JSON at " + at + ": " + text);
  }

  /** Writes a value; what only MessagePack knows is written as it reads best. */
  static String write(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> write(each.getKey()) + ":" + write(each.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof String string) {
      return quoted(string);
    }
    if (value instanceof BigDecimal number) {
      BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      String plain = shortest.scale() < -LONGEST_PLAIN_NUMBER ? "" : shortest.toPlainString();
      return plain.isEmpty() || plain.length() > LONGEST_PLAIN_NUMBER ? shortest.toString() : plain;
    }
    if (value instanceof byte[] bytes) {
      return "bin(" + HexFormat.of().formatHex(bytes) + ")";
    }
    if (value instanceof Float || value instanceof Double) {
      return value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)
          + "("
          + value
          + ")";
    }
    return String.valueOf(value);
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      char each = string.charAt(i);
      if (each == '"' || each == '\\') {
        quoted.append('\\').append(each);
      } else if (each < ' ' || Character.isSurrogate(each)) {
        quoted.append(String.format("\\u%04x", (int) each));
      } else {
        quoted.append(each);
      }
    }
    return quoted.append('"').toString();
  }
}
