package dev.nave.backplane.redis;

import java.util.Locale;

/**
 * Reads connection strings as StackExchange.Redis has them: endpoints and {@code key=value},
 * separated by commas. Source: its Configuration.md and {@code ConfigurationOptions.Parse}.
 *
 * <p>Not in the original: a value or an endpoint may stand in double quotes, and may then have
 * commas, and quotes if they are doubled; wrong and repeated endpoints and repeated keys are
 * errors.
 */
final class StackExchangeString {
  static final String QUOTING = "a password with a comma must be quoted: password=\"a,b\"";

  private final String text;
  private final RedisOptions.Builder builder;
  private final Assignments assignments = new Assignments();
  private int position;

  /** Whether a secret without quotes was read: what follows may be its rest. */
  private boolean behindSecret;

  private StackExchangeString(String text, RedisOptions.Builder builder) {
    this.text = text;
    this.builder = builder;
  }

  static void read(String text, RedisOptions.Builder builder) {
    new StackExchangeString(text, builder).read();
  }

  private void read() {
    while (position < text.length()) {
      skipBlanks();
      readItem();
      position++; // The comma.
    }
    assignments.applyTo(builder);
  }

  private void readItem() {
    int start = position;
    if (isAtQuote()) {
      addEndpoint(quoted("the endpoint"), start);
      return;
    }
    int end = end(start);
    int equals = text.indexOf('=', start);
    if (equals <= start || equals >= end) {
      addEndpoint(text.substring(start, end).strip(), start);
      position = end;
      return;
    }
    String key = text.substring(start, equals).strip();
    position = equals + 1;
    skipBlanks();
    boolean quoted = isAtQuote();
    String value =
        quoted ? quoted("the value of the key") : text.substring(position, end(position)).strip();
    assignments.put(key, value, start + 1, behindSecret);
    if (!quoted) {
      position = end(position);
      OptionKey known = OptionKeys.BY_NAME.get(key.toLowerCase(Locale.ROOT));
      behindSecret |= known != null && known.secret() && !value.isEmpty();
    }
  }

  private void addEndpoint(String item, int start) {
    if (item.isEmpty()) {
      return;
    }
    if (behindSecret) {
      throw new RedisConfigurationException(
          "what stands at position "
              + (start + 1)
              + " may be the rest of a password; endpoints must stand before it, and "
              + QUOTING);
    }
    if (startsLikeSecret(item)) {
      throw new RedisConfigurationException(
          "what stands at position "
              + (start + 1)
              + " looks like a password without its sign; write password=...");
    }
    try {
      builder.endpoint(item);
    } catch (RedisConfigurationException e) {
      throw new RedisConfigurationException(
          e.getMessage() + " (at position " + (start + 1) + ")", e);
    }
  }

  private static boolean startsLikeSecret(String item) {
    String lower = item.toLowerCase(Locale.ROOT);
    return OptionKeys.ALL.stream()
        .anyMatch(key -> key.secret() && lower.startsWith(key.name().toLowerCase(Locale.ROOT)));
  }

  /** Reads what stands in quotes, up to the comma or the end. */
  private String quoted(String what) {
    int start = position;
    StringBuilder value = new StringBuilder();
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '"') {
        value.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        value.append(c);
        i++;
      } else {
        position = i + 1;
        skipBlanks();
        if (position < text.length() && text.charAt(position) != ',') {
          throw new RedisConfigurationException(
              what
                  + " in quotes at position "
                  + (start + 1)
                  + " must end with its quotes, at position "
                  + (i + 1)
                  + "; quotes within must be doubled");
        }
        return value.toString();
      }
    }
    throw new RedisConfigurationException(
        what + " has no closing quotes; they are opened at position " + (start + 1));
  }

  private boolean isAtQuote() {
    return position < text.length() && text.charAt(position) == '"';
  }

  private int end(int from) {
    int comma = text.indexOf(',', from);
    return comma < 0 ? text.length() : comma;
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }
}
