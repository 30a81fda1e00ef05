package dev.nave.conformance.differential;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client received: a hub message, or the end of its connection.
 *
 * @param type the type of the hub message; {@link #END} for the end of the connection
 * @param id the invocation id, the target of an invocation, or empty
 * @param fields the message with the names that JSON uses
 * @param shown how it stands in a transcript
 */
record Event(int type, String id, Map<String, @Nullable Object> fields, String shown) {
  static final int INVOCATION = 1;
  static final int ITEM = 2;
  static final int COMPLETION = 3;
  static final int PING = 6;
  static final int CLOSE = 7;
  static final int END = 100;

  static Event end(String how) {
    return new Event(END, "", Map.of(), how);
  }

  /** Returns the arguments of an invocation. */
  List<?> arguments() {
    return fields.get("arguments") instanceof List<?> list ? list : List.of();
  }

  /**
   * Returns what it can be awaited by: {@code done:<id>} for a completion, {@code item:<id>} for an
   * item, {@code <target>:<last argument>} for an invocation, {@code left:<connection>} for one.
   */
  String key() {
    return switch (type) {
      case COMPLETION -> "done:" + id;
      case ITEM -> "item:" + id;
      case INVOCATION -> id + ":" + telling();
      default -> "type:" + type;
    };
  }

  private String telling() {
    List<?> arguments = arguments();
    Object telling =
        arguments.isEmpty() ? "" : arguments.get(id.equals("left") ? 0 : arguments.size() - 1);
    return String.valueOf(telling);
  }
}
