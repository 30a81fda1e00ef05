package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a client received between two fences into an order that does not depend on what the
 * protocol leaves free: the messages of each target in their order, then each call with its items
 * and its completion, then the end of the connection.
 */
final class Normaliser {
  /** Why a client gave no result that a method can read: the texts name types of .NET. */
  private static final Pattern TEXTS_OF_A_PLATFORM =
      Pattern.compile(
          "failed: (Error trying to deserialize result to |The client gave no result"
              + "|Exception of type )[^\"]*");

  private Normaliser() {}

  /**
   * Returns the lines of a transcript.
   *
   * @param farm whether sends to several targets have no order
   */
  static List<String> lines(List<Event> events, boolean farm) {
    Map<String, List<String>> groups = new TreeMap<>();
    for (Event event : events) {
      groups.computeIfAbsent(group(event), group -> new ArrayList<>()).add(line(event));
    }
    groups.forEach(
        (group, lines) -> {
          if (farm || !group.equals("1 message")) {
            if (group.startsWith("1 ")) {
              lines.sort(null);
            }
          }
        });
    return groups.values().stream().flatMap(List::stream).toList();
  }

  private static String group(Event event) {
    return switch (event.type()) {
      case Event.INVOCATION -> "1 " + event.id();
      case Event.ITEM, Event.COMPLETION -> "2 " + event.id();
      case Event.CLOSE -> "4 close";
      case Event.END -> "5 end";
      default -> "3 other";
    };
  }

  private static String line(Event event) {
    if (event.type() == Event.INVOCATION && event.id().equals("left")) {
      return "left(" + event.arguments().get(0) + ", " + reason(event.arguments().get(1)) + ")";
    }
    return TEXTS_OF_A_PLATFORM.matcher(event.shown()).replaceAll("failed: …");
  }

  /** The text of a protocol error is each server's own. */
  private static String reason(@Nullable Object error) {
    return error == null ? "null" : error.equals("client failed") ? "client failed" : "<error>";
  }
}
