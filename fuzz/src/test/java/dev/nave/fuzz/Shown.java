package dev.nave.fuzz;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text that two values share if and only if a hub protocol writes them alike. */
final class Shown {
  /** Up to here a double is exact for every integer. */
  private static final double MOST_EXACT = 1L << 53;

  private Shown() {}

  static String of(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof Collection<?> items) {
      return items.stream().map(Shown::of).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, item) -> sorted.put(of(key), of(item)));
      return sorted.toString();
    } else if (value instanceof Float || value instanceof Double) {
      return number(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      // JSON has one kind of numbers: a large double without a fraction may be read as an integer.
      return Math.abs(number.doubleValue()) > MOST_EXACT
          ? number(number.doubleValue())
          : new BigDecimal(number.toString()).stripTrailingZeros().toString();
    } else if (value instanceof String text) {
      return '"' + withoutHalves(text) + '"';
    }
    return String.valueOf(value);
  }

  /** Returns whether a map has keys that are no text: they are written as text. */
  static boolean hasOtherKeys(@Nullable Object value) {
    if (value instanceof Collection<?> items) {
      return items.stream().anyMatch(Shown::hasOtherKeys);
    }
    return value instanceof Map<?, ?> map
        && (!map.keySet().stream().allMatch(String.class::isInstance)
            || map.values().stream().anyMatch(Shown::hasOtherKeys));
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).stripTrailingZeros().toString()
        : String.valueOf(value);
  }

  /** Half a surrogate pair is written as U+FFFD. */
  static String withoutHalves(String text) {
    return text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
