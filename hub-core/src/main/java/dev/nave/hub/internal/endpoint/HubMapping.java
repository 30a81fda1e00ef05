package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.Acceptor;

/**
 * One hub as the endpoint sees it.
 *
 * @param path where it is mapped, such as {@code /chat}: begins with a slash; case and a slash at
 *     the end make no difference
 * @param options its options
 * @param acceptor what opens its connections
 * @param hooks where the application has a say
 */
public record HubMapping(String path, HubOptions options, Acceptor acceptor, HubEntryPolicy hooks) {

  /** Maps a hub in which the application has no say. */
  public HubMapping(String path, HubOptions options, Acceptor acceptor) {
    this(path, options, acceptor, HubEntryPolicy.NONE);
  }

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
