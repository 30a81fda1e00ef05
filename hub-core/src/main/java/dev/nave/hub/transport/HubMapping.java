package dev.nave.hub.transport;

import dev.nave.hub.HubOptions;

/**
 * One hub as the endpoint sees it.
 *
 * @param path where it is mapped, such as {@code /chat}: begins with a slash; case and a slash at
 *     the end make no difference
 * @param options its options
 * @param acceptor what opens its connections
 */
public record HubMapping(String path, HubOptions options, Acceptor acceptor) {

  /** Checks the path. */
  public HubMapping {
    if (!path.startsWith("/") || path.contains("//") || path.matches(".*[?#\\s].*")) {
      throw new IllegalArgumentException(
          "a hub is mapped at a path such as /chat, without query, spaces or empty segments, not at \""
              + path
              + "\"");
    }
  }
}
