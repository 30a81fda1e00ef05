package dev.nave.backplane.redis.internal.config;

import dev.nave.backplane.options.OptionException;
import java.util.List;

/**
 * Reads connection strings as StackExchange.Redis has them: endpoints and {@code key=value},
 * separated by commas. Source: its Configuration.md and {@code ConfigurationOptions.Parse}.
 *
 * <p>Not in the original: a value or an endpoint may stand in double quotes, and may then have
 * commas, and quotes if they are doubled; wrong and repeated endpoints and repeated keys are
 * errors.
 */
final class StackExchangeString {
  private final String text;
  private final ConnectionKeys keys;
  private final List<EndpointText.Address> endpoints;
  private final KeyValuePairs pairs;
  private int position;

  /** Whether a secret without quotes was read: what follows may be its rest. */
  private boolean behindSecret;

  private StackExchangeString(
      String text, ConnectionKeys keys, List<EndpointText.Address> endpoints, KeyValuePairs pairs) {
    this.text = text;
    this.keys = keys;
    this.endpoints = endpoints;
    this.pairs = pairs;
  }

  static void read(
      String text, ConnectionKeys keys, List<EndpointText.Address> endpoints, KeyValuePairs pairs) {
    new StackExchangeString(text, keys, endpoints, pairs).read();
  }

  private void read() {
    while (position < text.length()) {
      skipBlanks();
      readItem();
      position++; // The comma.
    }
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
    pairs.put(key, value, start + 1, behindSecret);
    if (!quoted) {
      position = end(position);
      behindSecret |= keys.isSecret(key) && !value.isEmpty();
    }
  }

  private void addEndpoint(String item, int start) {
    if (item.isEmpty()) {
      return;
    }
    if (behindSecret) {
      throw new OptionException(
          "what stands at position "
              + (start + 1)
              + " may be the rest of a password; endpoints must stand before it, and "
              + KeyValuePairs.QUOTING);
    }
    if (keys.startsLikeSecret(item)) {
      throw new OptionException(
          "what stands at position "
              + (start + 1)
              + " looks like a password without its sign; write password=...");
    }
    try {
      endpoints.add(EndpointText.parse(item));
    } catch (OptionException e) {
      throw new OptionException(e.getMessage() + " (at position " + (start + 1) + ")", e);
    }
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
          throw new OptionException(
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
    throw new OptionException(
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
