package dev.nave.hub;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers or the query parameters of a request, as a map that ignores the case of names. All of
 * them stand in one string: a connection keeps its request for as long as it lives, and hardly ever
 * is anything of it asked for. A look-up makes the values that it returns, and reads no others.
 *
 * <p>In the string a name and a value follow each other, again and again. Before the characters of
 * each stands their number in digits of seven bits, the lowest first; all but the last have 128
 * added. Immutable; any thread.
 */
final class PackedFields extends AbstractMap<String, List<String>> {
  private static final PackedFields NONE = new PackedFields("");
  private static final int DIGIT_BITS = 7;
  private static final int MORE = 1 << DIGIT_BITS;
  private static final int LOW_BITS = MORE - 1;

  private final String packed;

  private PackedFields(String packed) {
    this.packed = packed;
  }

  /** Takes what it returns out of the string, one after the other. */
  private final class Cursor {
    private int at;
    private int length;

    boolean hasNext() {
      return at < packed.length();
    }

    /** Goes to the next name or value, which begins where it was. */
    void open() {
      length = 0;
      char digit;
      int shift = 0;
      do {
        digit = packed.charAt(at++);
        length |= (digit & LOW_BITS) << shift;
        shift += DIGIT_BITS;
      } while (digit >= MORE);
    }

    void skip() {
      open();
      at += length;
    }

    String take() {
      open();
      at += length;
      return packed.substring(at - length, at);
    }

    boolean takeIfSame(String name) {
      open();
      at += length;
      return length == name.length()
          && packed.regionMatches(true, at - length, name, 0, name.length());
    }
  }

  @Override
  public @Nullable List<String> get(Object key) {
    String name = (String) key;
    List<String> values = new ArrayList<>(1);
    Cursor cursor = new Cursor();
    while (cursor.hasNext()) {
      if (cursor.takeIfSame(name)) {
        values.add(cursor.take());
      } else {
        cursor.skip();
      }
    }
    return values.isEmpty() ? null : List.copyOf(values);
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public boolean isEmpty() {
    return packed.isEmpty();
  }

  /** Sorted by the names; of a name in several ways to write it the first one is told. */
  @Override
  public Set<Map.Entry<String, List<String>>> entrySet() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Cursor cursor = new Cursor();
    while (cursor.hasNext()) {
      String name = cursor.take();
      all.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(cursor.take());
    }
    all.replaceAll((name, values) -> List.copyOf(values));
    return Collections.unmodifiableMap(all).entrySet();
  }

  /** Collects fields. Not thread-safe. */
  static final class Builder {
    private final StringBuilder packed = new StringBuilder();

    void add(String name, String value) {
      append(name);
      append(value);
    }

    private void append(String text) {
      int rest = text.length();
      while (rest >= MORE) {
        packed.append((char) (MORE | (rest & LOW_BITS)));
        rest >>>= DIGIT_BITS;
      }
      packed.append((char) rest).append(text);
    }

    PackedFields build() {
      return packed.length() == 0 ? NONE : new PackedFields(packed.toString());
    }
  }
}
