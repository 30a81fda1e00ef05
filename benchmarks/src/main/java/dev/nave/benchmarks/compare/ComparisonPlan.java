package dev.nave.benchmarks.compare;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What to compare, and how long.
 *
 * @param servers the servers; ratios are to the first of them
 * @param measurements the kinds of load
 * @param rounds how often everything is measured, after a round to warm up; the medians are told
 * @param warmup how long each load runs before it is measured
 * @param measured how long it is measured
 * @param pinned whether server and client get a core each
 * @param programs what runs the servers
 */
public record ComparisonPlan(
    List<ServerKind> servers,
    List<Measurement> measurements,
    int rounds,
    Duration warmup,
    Duration measured,
    boolean pinned,
    ServerPrograms programs) {

  /** Checks that all servers have what is measured, and that they need not do it in two ways. */
  public ComparisonPlan {
    servers = List.copyOf(servers);
    measurements = List.copyOf(measurements);
    for (ServerKind server : servers) {
      for (Measurement measurement : measurements) {
        if (!server.offers(measurement.scenario())) {
          throw new IllegalArgumentException(
              server.title() + " is not set up for " + measurement.scenario());
        }
      }
    }
    if (measurements.stream().map(it -> it.scenario().isTls()).distinct().count() > 1) {
      throw new IllegalArgumentException("servers speak TLS to all clients of a run, or to none");
    }
  }

  private static final String USUAL_SERVERS = "raw,nave,reference";

  /** What a change costs: the baseline against itself is the spread to hold it against. */
  private static final String BASELINE_SERVERS = "baseline,baseline-again,nave";

  /** The loads that are measured unless others are named. */
  public static final String USUAL_MEASUREMENTS = Measurement.USUAL;

  /** The servers that show what a second server costs: each kind alone, then two over Redis. */
  private static final String FARM_SERVERS = "nave,nave-pair,reference,reference-pair";

  /** The loads for them: all connections on one server, or half of them on each. */
  public static final String FARM_MEASUREMENTS = "broadcast:1:2000,broadcast:16:2000";

  /** Returns the servers of the whole table unless others are named: all that can be had. */
  public static String wholeTable(ServerPrograms programs) {
    List<String> servers = new ArrayList<>(List.of("raw-per-read,raw,nave,nave-messagepack"));
    Peers peers = new Peers(programs.peers());
    if (programs.newestJava().isPresent()) {
      servers.add("nave-newest");
    }
    if (Files.isReadable(programs.reference())) {
      servers.add("reference");
    }
    if (peers.hasNettySocketIo()) {
      servers.add("netty-socketio");
    }
    if (peers.hasSocketIo()) {
      servers.add("socket-io");
    }
    servers.add("nave-pair");
    if (Files.isReadable(programs.reference())) {
      servers.add("reference-pair");
    }
    if (peers.hasSocketIo()) {
      servers.add("socket-io-pair");
    }
    return String.join(",", servers);
  }

  /** Returns the servers that are compared unless others are named. */
  public static String defaultServers(boolean farm, boolean baseline) {
    if (farm) {
      return FARM_SERVERS;
    }
    return baseline ? BASELINE_SERVERS : USUAL_SERVERS;
  }

  /** Reads a list of servers with commas between. */
  public static List<ServerKind> servers(String list) {
    return Arrays.stream(list.split(",", -1)).map(ServerKind::named).toList();
  }

  /** Returns whether some of the servers need a Redis. */
  boolean needsRedis() {
    return servers.stream().anyMatch(ServerKind::needsRedis);
  }

  /** Reads a list of loads with commas between, each {@code scenario:outstanding[:connections]}. */
  public static List<Measurement> measurements(String list) {
    return Arrays.stream(list.split(",", -1)).map(Measurement::parse).toList();
  }
}
