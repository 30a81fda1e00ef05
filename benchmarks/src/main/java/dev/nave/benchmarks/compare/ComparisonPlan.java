package dev.nave.benchmarks.compare;

import java.time.Duration;
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

  private static final String USUAL_SERVERS = "raw,nave,reference";

  /** What a change costs: the baseline against itself is the spread to hold it against. */
  private static final String BASELINE_SERVERS = "baseline,baseline-again,nave";

  /** The loads that are measured unless others are named. */
  public static final String USUAL_MEASUREMENTS = Measurement.USUAL;

  /** The servers that show what a second server costs: each kind alone, then two over Redis. */
  private static final String FARM_SERVERS = "nave,nave-pair,reference,reference-pair";

  /** The loads for them: all connections on one server, or half of them on each. */
  public static final String FARM_MEASUREMENTS = "broadcast:1:2000,broadcast:16:2000";

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
