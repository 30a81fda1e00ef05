package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What differs from play to play, and the names that stand for it in programs and transcripts.
 * Thread-safe.
 */
final class Names {
  private static final String UNIQUE = "~";

  private final String unique;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  /** Creates the names of one play; the text takes the place of each {@code ~}. */
  Names(String unique) {
    this.unique = unique;
  }

  void connectionId(String member, String id) {
    ids.put(id, "<" + member + ">");
  }

  /** Returns a program's text with what this play has in the place of names. */
  String fill(String text) {
    String filled = text.replace(UNIQUE, unique);
    for (Map.Entry<String, String> id : ids.entrySet()) {
      filled = filled.replace(id.getValue(), id.getKey());
    }
    return filled;
  }

  /** Returns a received value with names in the place of what this play has. */
  @Nullable Object hide(@Nullable Object value) {
    if (value instanceof String text) {
      String hidden = text.replace(unique, UNIQUE);
      for (Map.Entry<String, String> id : ids.entrySet()) {
        hidden = hidden.replace(id.getKey(), id.getValue());
      }
      return hidden;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> hidden = new ArrayList<>();
      list.forEach(each -> hidden.add(hide(each)));
      return hidden;
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> hidden = new LinkedHashMap<>();
      map.forEach((key, each) -> hidden.put(hide(key), hide(each)));
      return hidden;
    }
    return value;
  }

  /** Returns whether hidden text has a name in it, that is, belongs to this play. */
  static boolean isOurs(@Nullable Object hidden) {
    return hidden instanceof String text && (text.contains(UNIQUE) || text.startsWith("<"));
  }
}
