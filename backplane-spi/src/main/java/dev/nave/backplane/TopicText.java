package dev.nave.backplane;

/** Shows topics in messages: they hold names that a client chose, so they are not to be trusted. */
public final class TopicText {
  private static final int MAX_SHOWN_CHARS = 80;

  private TopicText() {}

  /**
   * Returns the topic in quotes, fit for a log line or an exception's message: at most the first 80
   * characters, with the whole length if there are more, and {@code ?} for what is not printable.
   */
  public static String quote(String topic) {
    int shown = Math.min(topic.length(), MAX_SHOWN_CHARS);
    StringBuilder text = new StringBuilder(shown + 24).append('"');
    for (int i = 0; i < shown; i++) {
      char c = topic.charAt(i);
      text.append(isPrintable(c) ? c : '?');
    }
    text.append('"');
    if (shown < topic.length()) {
      text.append("... (").append(topic.length()).append(" characters)");
    }
    return text.toString();
  }

  private static boolean isPrintable(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
