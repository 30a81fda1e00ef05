package dev.nave.benchmarks.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/**
 * One run of the load client.
 *
 * @param url the hub, for example {@code http://127.0.0.1:5000/bench}
 * @param scenario what is asked for
 * @param connections the number of WebSocket connections
 * @param outstanding calls under way at a time: of the one that broadcasts, or of each that echoes
 * @param warmup how long to run before measuring
 * @param measured how long to measure
 */
public record LoadPlan(
    URI url,
    Scenario scenario,
    int connections,
    int outstanding,
    Duration warmup,
    Duration measured) {

  /** Checks the numbers. */
  public LoadPlan {
    requireAtLeastOne("connections", connections);
    requireAtLeastOne("outstanding", outstanding);
    if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 0) {
      throw new IllegalArgumentException("the url must be http://host:port/path but was " + url);
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
    }
  }

  /** Returns where to connect to. */
  InetSocketAddress address() {
    return new InetSocketAddress(url.getHost(), url.getPort());
  }
}
