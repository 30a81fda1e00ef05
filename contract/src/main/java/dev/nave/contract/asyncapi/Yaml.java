package dev.nave.contract.asyncapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes maps, lists, texts, numbers and booleans as YAML, always in the same way. */
final class Yaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$./-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder out = new StringBuilder();

  private Yaml() {}

  /** Returns the document of a map. */
  static String of(Map<String, ?> root) {
    Yaml yaml = new Yaml();
    yaml.map(root, "", "");
    return yaml.out.toString();
  }

  /**
   * Writes a map, the first line of which follows what is there.
   *
   * @param first what stands before the first key
   * @param indent what stands before the others
   */
  private void map(Map<?, ?> map, String first, String indent) {
    String before = first;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(before).append(text(String.valueOf(entry.getKey()))).append(':');
      value(entry.getValue(), indent + "  ");
      before = indent;
    }
  }

  private void list(List<?> list, String indent) {
    for (Object item : list) {
      out.append(indent).append('-');
      if (item instanceof Map<?, ?> map && !map.isEmpty()) {
        map(map, " ", indent + "  ");
      } else {
        value(item, indent + "  ");
      }
    }
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      out.append(map.isEmpty() ? " {}\n" : "\n");
      map(map, indent, indent);
    } else if (value instanceof List<?> list) {
      out.append(list.isEmpty() ? " []\n" : "\n");
      list(list, indent);
    } else {
      out.append(' ').append(value instanceof String text ? text(text) : value).append('\n');
    }
  }

  private static String text(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
