package dev.nave.conformance.differential;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where a connection is to be opened.
 *
 * @param path the hub's path with its query
 * @param headers lines that go into each request, each with its line end
 */
record Target(InetSocketAddress address, String path, String headers) {
  Target withPath(String other) {
    return new Target(address, other, headers);
  }

  Target withHeaders(String other) {
    return new Target(address, path, other);
  }

  /** Returns the hub at a URL; where that has no path, the one that all programs are meant for. */
  static Target of(String url) {
    URI uri = URI.create(url);
    return new Target(
        new InetSocketAddress(uri.getHost(), uri.getPort()),
        uri.getPath().isEmpty() ? "/test" : uri.getPath(),
        "");
  }
}
