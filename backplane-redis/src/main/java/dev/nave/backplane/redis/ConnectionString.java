package dev.nave.backplane.redis;

import java.util.ArrayList;
import java.util.List;

/** Reads connection strings of either kind, and writes those of StackExchange.Redis. */
final class ConnectionString {
  private ConnectionString() {}

  static void read(String text, RedisOptions.Builder builder) {
    if (text.isBlank()) {
      throw new RedisConfigurationException(
          "the connection string is blank; the shortest is a host, like localhost:6379");
    }
    String stripped = text.strip();
    if (RedisUriString.isUri(stripped)) {
      RedisUriString.read(stripped, builder);
    } else {
      StackExchangeString.read(text, builder);
    }
  }

  /** Returns what {@link #read} reads as the same, but for secrets and what only code can set. */
  static String format(Settings settings) {
    List<String> items = new ArrayList<>();
    settings.endpoints.forEach(endpoint -> items.add(endpointText(endpoint.toString())));
    for (OptionKey key : OptionKeys.ALL) {
      String value = key.getter().apply(settings);
      if (value != null) {
        items.add(key.name() + "=" + (needsQuotes(value) ? quoted(value) : value));
      }
    }
    return String.join(",", items);
  }

  private static String endpointText(String text) {
    return needsQuotes(text) || text.indexOf('=') >= 0 ? quoted(text) : text;
  }

  private static boolean needsQuotes(String value) {
    return value.indexOf(',') >= 0 || value.startsWith("\"") || !value.equals(value.strip());
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\"", "\"\"") + "\"";
  }
}
