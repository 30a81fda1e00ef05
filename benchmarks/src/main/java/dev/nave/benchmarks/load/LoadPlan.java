package dev.nave.benchmarks.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One run of the load client.
 *
 * @param urls the hub on each server, for example {@code http://127.0.0.1:5000/bench}; connections
 *     are spread evenly, and the first server has the one that broadcasts
 * @param wire the protocol
 * @param scenario what is asked for
 * @param connections the number of WebSocket connections
 * @param outstanding calls under way at a time: of the one that broadcasts, or of each that echoes;
 *     or how many clients connect at a time, if that is all they do
 * @param warmup how long to run before measuring
 * @param measured how long to measure
 */
public record LoadPlan(
    List<URI> urls,
    Wire wire,
    Scenario scenario,
    int connections,
    int outstanding,
    Duration warmup,
    Duration measured) {

  private static final int USUALLY_CONNECTING_AT_A_TIME = 64;

  /** Checks the numbers. */
  public LoadPlan {
    requireAtLeastOne("connections", connections);
    requireAtLeastOne("outstanding", outstanding);
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("there must be a url");
    }
    urls.forEach(LoadPlan::requireHttp);
    if (scenario == Scenario.GROUPS && connections % Scenario.GROUP_SIZE != 0) {
      throw new IllegalArgumentException(
          "groups have " + Scenario.GROUP_SIZE + " connections each, but there are " + connections);
    }
    if (wire != Wire.JSON && (scenario.way() != Scenario.Way.WEB_SOCKET || scenario.isStateful())) {
      throw new IllegalArgumentException("the load client does " + scenario + " in JSON only");
    }
  }

  private static void requireHttp(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getPort() < 0) {
      throw new IllegalArgumentException("the url must be http(s)://host:port/path but was " + url);
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
    }
  }

  /** Returns how many clients connect at a time: not too many at once, or servers refuse some. */
  int connectingAtATime() {
    return scenario.isOnlyConnecting() ? outstanding : USUALLY_CONNECTING_AT_A_TIME;
  }

  /** Returns the hub that a connection goes to. */
  URI url(int connection) {
    return urls.get(connection % urls.size());
  }
}
