package dev.nave.backplane.redis.internal.config;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.OptionException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Reads URIs as Lettuce has them: {@code redis://user:password@host:port/database?key=value}, with
 * hosts separated by commas, {@code rediss}, {@code redis-sentinel}, {@code rediss-sentinel} and
 * {@code redis-socket}. Source: the Javadoc of Lettuce's {@code RedisURI}. Every key of the table
 * may stand in the query.
 *
 * <p>Messages show nothing of what stands before the query: where a sign is missing, a password
 * looks like a host, a port or a path.
 */
final class RedisUriString {
  private static final int DEFAULT_PORT = 6_379;

  private final String text;
  private final List<EndpointText.Address> endpoints;
  private final KeyValuePairs pairs;

  private RedisUriString(String text, List<EndpointText.Address> endpoints, KeyValuePairs pairs) {
    this.text = text;
    this.endpoints = endpoints;
    this.pairs = pairs;
  }

  /** Whether a string is for this class to read, even if its scheme should not be known. */
  static boolean isUri(String text) {
    int colon = text.indexOf("://");
    return colon > 0 && text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*");
  }

  static void read(String text, List<EndpointText.Address> endpoints, KeyValuePairs pairs) {
    new RedisUriString(text, endpoints, pairs).read();
  }

  private void read() {
    int colon = text.indexOf("://");
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    int start = colon + 3;
    int fragment = firstOf(text.indexOf('#', start), text.length());
    int query = Math.min(firstOf(text.indexOf('?', start), fragment), fragment);
    if (text.indexOf('@', query) >= 0) {
      throw malformed("an @ behind the first ? or # must be written %40", query);
    }
    switch (scheme) {
      case "redis" -> readServers(start, query);
      case "rediss", "redis+ssl" -> {
        pairs.put("ssl", "true", 1, false);
        readServers(start, query);
      }
      case "redis-sentinel" -> readSentinels(start, query, fragment);
      case "rediss-sentinel" -> {
        pairs.put("ssl", "true", 1, false);
        readSentinels(start, query, fragment);
      }
      case "redis-socket", "redis+socket" -> readSocket(start, query);
      case "redis+tls" ->
          throw malformed(
              "redis+tls means a start without TLS, which Redis does not speak; use rediss://", 0);
      default ->
          throw new OptionException(
              "unknown scheme "
                  + TopicText.quote(scheme)
                  + "; known are redis, rediss, redis-sentinel, rediss-sentinel and redis-socket");
    }
    boolean isSentinel = scheme.endsWith("-sentinel");
    if (fragment < text.length() && !isSentinel) {
      throw malformed("only Sentinel's URIs have a # with the master's name", fragment);
    }
    readQuery(query, fragment);
    if (isSentinel) {
      pairs.putIfAbsent("topology", "sentinel");
      // The user and the password of a URI are for Redis; Sentinels have their own or none.
      pairs.putIfAbsent("sentinelUser", "");
      pairs.putIfAbsent("sentinelPassword", "");
    }
  }

  private static int firstOf(int found, int otherwise) {
    return found < 0 ? otherwise : found;
  }

  private void readServers(int start, int end) {
    int slash = Math.min(firstOf(text.indexOf('/', start), end), end);
    int hosts = readCredentials(start, slash, end);
    addEndpoints(hosts, slash, DEFAULT_PORT);
    readDatabase(slash, end);
  }

  private void readSentinels(int start, int end, int fragment) {
    int slash = Math.min(firstOf(text.indexOf('/', start), end), end);
    int hosts = readCredentials(start, slash, end);
    addEndpoints(hosts, slash, EndpointText.USUAL_PORT);
    readDatabase(slash, end);
    if (fragment + 1 < text.length()) {
      pairs.put("serviceName", decode(fragment + 1, text.length()), fragment + 2, false);
    }
  }

  private void readSocket(int start, int end) {
    int at = text.lastIndexOf('@', end - 1);
    int path = at < start ? start : at + 1;
    putCredentials(start, path);
    try {
      endpoints.add(EndpointText.socket(decode(path, end)));
    } catch (OptionException e) {
      throw malformed("here must be a path, like redis-socket:///run/redis.sock", path);
    }
  }

  /** Returns where the hosts begin. */
  private int readCredentials(int start, int slash, int end) {
    int last = text.lastIndexOf('@', end - 1);
    if (last > slash) {
      throw malformed("a / in user or password must be written %2F, an @ behind them %40", slash);
    }
    int hosts = last < start ? start : last + 1;
    putCredentials(start, hosts);
    return hosts;
  }

  private void putCredentials(int start, int end) {
    if (end == start) {
      return;
    }
    int colon = text.indexOf(':', start);
    boolean hasUser = colon >= 0 && colon < end;
    if (hasUser && colon > start) {
      pairs.put("user", decode(start, colon), start + 1, false);
    }
    int password = hasUser ? colon + 1 : start;
    pairs.put("password", decode(password, end - 1), password + 1, false);
  }

  private void addEndpoints(int start, int end, int defaultPort) {
    int from = start;
    while (from <= end) {
      int comma = Math.min(firstOf(text.indexOf(',', from), end), end);
      try {
        endpoints.add(EndpointText.tcp(text.substring(from, comma)).withUsualPort(defaultPort));
      } catch (OptionException e) {
        throw malformed(
            "here must be host or host:port; options stand behind a ?, several hosts are separated"
                + " by commas",
            from);
      }
      from = comma + 1;
    }
  }

  private void readDatabase(int slash, int end) {
    if (slash + 1 < end) {
      String path = text.substring(slash + 1, end);
      if (!path.matches("[0-9]{1,9}")) {
        throw malformed("behind the / must be the number of a database", slash + 1);
      }
      pairs.put("defaultDatabase", path, slash + 2, false);
    }
  }

  private void readQuery(int query, int end) {
    int from = query + 1;
    while (from < end) {
      int next = Math.min(firstOf(text.indexOf('&', from), end), end);
      int equals = text.indexOf('=', from);
      if (next > from) {
        if (equals <= from || equals >= next) {
          throw malformed("options look like key=value, separated by &", from);
        }
        pairs.put(decode(from, equals), decode(equals + 1, next), from + 1, false);
      }
      from = next + 1;
    }
  }

  /** Percent-decoding of UTF-8; a plus is a plus. */
  private String decode(int start, int end) {
    byte[] bytes = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.put(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw malformed("a % must be followed by two hexadecimal digits, or be written %25", start);
      }
      decoded.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed("what is percent-encoded must be UTF-8", start);
    }
  }

  private static OptionException malformed(String rule, int index) {
    return new OptionException(
        "cannot read the Redis URI at position " + (index + 1) + ": " + rule);
  }
}
