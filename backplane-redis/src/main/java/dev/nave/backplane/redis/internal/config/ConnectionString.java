package dev.nave.backplane.redis.internal.config;

import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionValues;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection string of either kind says; and the writer of those of StackExchange.Redis.
 *
 * @param endpoints the servers or Sentinels, in the order of the string; may be empty
 * @param pairs the keys with their values
 */
public record ConnectionString(List<EndpointText.Address> endpoints, KeyValuePairs pairs) {
  /**
   * Reads a string.
   *
   * @throws OptionException if it cannot be read
   */
  public static ConnectionString read(String text, DeclaredOptions declared) {
    if (text.isBlank()) {
      throw new OptionException(
          "the connection string is blank; the shortest is a host, like localhost:6379");
    }
    String stripped = text.strip();
    ConnectionKeys keys = new ConnectionKeys(declared);
    ConnectionString read = new ConnectionString(new ArrayList<>(), new KeyValuePairs(keys));
    if (RedisUriString.isUri(stripped)) {
      RedisUriString.read(stripped, read.endpoints, read.pairs);
    } else {
      StackExchangeString.read(text, keys, read.endpoints, read.pairs);
    }
    return read;
  }

  /**
   * Returns what {@link #read} reads as the same, but for secrets and what only code can set.
   *
   * @param endpoints the servers or Sentinels as text
   */
  public static String format(
      List<String> endpoints, DeclaredOptions declared, OptionValues values) {
    List<String> items = new ArrayList<>();
    endpoints.forEach(endpoint -> items.add(endpointText(endpoint)));
    new ConnectionKeys(declared).all().forEach(option -> addChanged(option, values, items));
    return String.join(",", items);
  }

  private static void addChanged(Option<?> option, OptionValues values, List<String> items) {
    String value = values.isChanged(option) ? values.text(option) : null;
    if (value != null) {
      items.add(option.name() + "=" + (needsQuotes(value) ? quoted(value) : value));
    }
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
