package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which WebSocket sub-protocol is agreed to. Pure functions. Source: RFC 6455, 4.2.2, where the
 * server takes one of those that the client offers, or none.
 */
public final class SubProtocols {
  private static final String HEADER = "sec-websocket-protocol";
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private SubProtocols() {}

  /**
   * Returns a copy of sub-protocols that may be agreed to.
   *
   * @throws IllegalArgumentException if one is no token of HTTP, or is there twice
   */
  public static List<String> checked(List<String> value) {
    Set<String> seen = new HashSet<>();
    for (String name : value) {
      if (!name.matches(TOKEN)) {
        throw new IllegalArgumentException(
            "subProtocols takes tokens such as \"chat.v1\" but got \"" + name + "\"");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("subProtocols has \"" + name + "\" twice");
      }
    }
    return List.copyOf(value);
  }

  /**
   * Returns the first that the client offers, too; null if it offers none of them.
   *
   * @param preferred the preferred first
   */
  public static @Nullable String agreed(List<String> preferred, @Nullable HttpRequest request) {
    if (preferred.isEmpty() || request == null) {
      return null;
    }
    Set<String> offered = new HashSet<>();
    for (String line : request.headers().getOrDefault(HEADER, List.of())) {
      for (String name : line.split(",", -1)) {
        offered.add(name.strip());
      }
    }
    return preferred.stream().filter(offered::contains).findFirst().orElse(null);
  }
}
