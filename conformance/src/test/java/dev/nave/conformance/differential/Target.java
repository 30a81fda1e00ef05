package dev.nave.conformance.differential;

import java.net.InetSocketAddress;

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
}
