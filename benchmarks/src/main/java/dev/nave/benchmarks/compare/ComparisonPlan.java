package dev.nave.benchmarks.compare;

import java.nio.file.Path;
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
 * @param java the program that runs our own servers
 * @param transport how they reach the network: auto, nio, epoll or io_uring
 * @param reference the script that starts the reference server
 */
public record ComparisonPlan(
    List<ServerKind> servers,
    List<Measurement> measurements,
    int rounds,
    Duration warmup,
    Duration measured,
    boolean pinned,
    String java,
    String transport,
    Path reference) {

  /** The servers that are compared unless others are named. */
  public static final String USUAL_SERVERS = "raw,nave,reference";

  /** The loads that are measured unless others are named. */
  public static final String USUAL_MEASUREMENTS = Measurement.USUAL;

  /** Reads a list of servers with commas between. */
  public static List<ServerKind> servers(String list) {
    return Arrays.stream(list.split(",", -1)).map(ServerKind::named).toList();
  }

  /** Reads a list of loads with commas between, each {@code scenario:outstanding[:connections]}. */
  public static List<Measurement> measurements(String list) {
    return Arrays.stream(list.split(",", -1)).map(Measurement::parse).toList();
  }
}
