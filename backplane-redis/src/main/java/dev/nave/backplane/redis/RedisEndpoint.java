package dev.nave.backplane.redis;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.redis.internal.config.EndpointText;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis server or a Sentinel is found: a host and a port, or a Unix socket. Hosts are kept
 * in lower case; an IPv6 address has no brackets. Printed as {@code redis.example:6379}, {@code
 * [::1]:6379} or {@code unix:/run/redis.sock}.
 *
 * @param host name or address; empty for a Unix socket
 * @param port from 1 to 65,535, or {@link #DEFAULT_PORT}, which the options replace
 * @param unixSocket path of the socket, beginning with a slash, or {@code @} and an abstract name;
 *     null for TCP
 */
public record RedisEndpoint(String host, int port, @Nullable String unixSocket) {
  /** Stands for the usual port: 6379, with TLS 6380, for a Sentinel 26379. */
  public static final int DEFAULT_PORT = EndpointText.USUAL_PORT;

  private static final int MAX_PORT = 65_535;

  /** Checks the components. */
  public RedisEndpoint {
    if (unixSocket == null) {
      host = EndpointText.checkedHost(host);
      if (port < 0 || port > MAX_PORT) {
        throw new OptionException("port must be from 1 to 65535 but was " + port);
      }
    } else {
      EndpointText.checkSocket(unixSocket);
      if (!host.isEmpty() || port != 0) {
        throw new OptionException("a Unix socket has neither host nor port");
      }
    }
  }

  /** Returns the endpoint of a host, at the usual port. */
  public static RedisEndpoint of(String host) {
    return of(host, DEFAULT_PORT);
  }

  /** Returns the endpoint of a host and a port. */
  public static RedisEndpoint of(String host, int port) {
    return new RedisEndpoint(host, port, null);
  }

  /** Returns the endpoint of a Unix socket; {@code @} begins an abstract name (Linux). */
  public static RedisEndpoint unix(String path) {
    return new RedisEndpoint("", 0, path);
  }

  /**
   * Reads {@code host}, {@code host:port}, {@code [IPv6]:port}, an IPv6 address, {@code unix:/path}
   * or, as StackExchange.Redis writes it, {@code !/path}.
   */
  public static RedisEndpoint parse(String text) {
    EndpointText.Address read = EndpointText.parse(text);
    return new RedisEndpoint(read.host(), read.port(), read.unixSocket());
  }

  RedisEndpoint withDefaultPort(int value) {
    return unixSocket == null && port == DEFAULT_PORT ? of(host, value) : this;
  }

  @Override
  public String toString() {
    if (unixSocket != null) {
      return "unix:" + unixSocket;
    }
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == DEFAULT_PORT ? shown : shown + ":" + port;
  }
}
