package dev.nave.hub;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request with which a client negotiated or opened its connection. Immutable; any thread.
 *
 * <p>Names of headers and of query parameters are compared ignoring case, as the reference server
 * does. Their maps are sorted by name and cannot be changed. {@link #toString} shows neither
 * headers nor query, since both may carry tokens.
 */
public final class HttpRequest {
  private final String method;
  private final String path;
  private final PackedFields query;
  private final PackedFields headers;
  private final @Nullable SocketAddress remoteAddress;
  private final boolean secure;
  private final Map<Class<?>, Object> attributes;

  private HttpRequest(Builder from) {
    method = from.method;
    path = from.path;
    query = from.query.build();
    headers = from.headers.build();
    remoteAddress = from.remoteAddress;
    secure = from.secure;
    attributes = Map.copyOf(from.attributes);
  }

  /**
   * Begins a request with a method such as {@code POST} and a decoded path such as {@code /chat}.
   */
  public static Builder builder(String method, String path) {
    return new Builder(method, path);
  }

  /** Returns the method, in capitals. */
  public String method() {
    return method;
  }

  /** Returns the path, percent-decoded, without the query. */
  public String path() {
    return path;
  }

  /** Returns the first value of a query parameter, percent-decoded. */
  public Optional<String> query(String name) {
    return first(query, name);
  }

  /** Returns all query parameters. */
  public Map<String, List<String>> query() {
    return query;
  }

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return first(headers, name);
  }

  /** Returns all headers. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** Returns where the request came from: the client, or the last proxy before us. */
  public Optional<SocketAddress> remoteAddress() {
    return Optional.ofNullable(remoteAddress);
  }

  /** Returns whether the request came over TLS to this server. */
  public boolean isSecure() {
    return secure;
  }

  /**
   * Returns the value of a cookie, as the client sent it: neither decoded nor without quotes. The
   * first one, if several have that name; names are compared with case. Source: RFC 6265, section
   * 4.2.
   */
  public Optional<String> cookie(String name) {
    for (String line : headers.getOrDefault("Cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          return Optional.of(pair.substring(equals + 1).strip());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what the transport knows of the request beside HTTP, by type: for example a {@link
   * java.security.Principal}, whom a client certificate names.
   */
  public <T> Optional<T> attribute(Class<T> type) {
    return Optional.ofNullable(attributes.get(type)).map(type::cast);
  }

  private static Optional<String> first(PackedFields fields, String name) {
    List<String> all = fields.get(name);
    return all == null ? Optional.empty() : Optional.of(all.get(0));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  /** Collects a request. Not thread-safe. */
  public static final class Builder {
    private final String method;
    private final String path;
    private final PackedFields.Builder query = new PackedFields.Builder();
    private final PackedFields.Builder headers = new PackedFields.Builder();
    private @Nullable SocketAddress remoteAddress;
    private boolean secure;
    private final Map<Class<?>, Object> attributes = new HashMap<>();

    private Builder(String method, String path) {
      this.method = method.toUpperCase(Locale.ROOT);
      this.path = path;
    }

    /** Adds a value of a query parameter, percent-decoded. */
    public Builder query(String name, String value) {
      query.add(name, value);
      return this;
    }

    /** Adds a value of a header. */
    public Builder header(String name, String value) {
      headers.add(name, value);
      return this;
    }

    /** Sets where the request came from. Default: unknown. */
    public Builder remoteAddress(@Nullable SocketAddress value) {
      remoteAddress = value;
      return this;
    }

    /** Sets whether the request came over TLS. Default: false. */
    public Builder secure(boolean value) {
      secure = value;
      return this;
    }

    /** Sets what the transport knows of the request, by its type. Default: none. */
    public <T> Builder attribute(Class<T> type, T value) {
      attributes.put(type, type.cast(value));
      return this;
    }

    /** Returns the request. */
    public HttpRequest build() {
      return new HttpRequest(this);
    }
  }
}
