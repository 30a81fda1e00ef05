package dev.nave.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One load of the whole table, and the servers that it is put on; ratios are to the first of them.
 *
 * @param measurement the load
 * @param servers those that are set up for it, at least one
 * @param note what is different from usual about it; empty if nothing is
 */
record TableLoad(Measurement measurement, List<ServerKind> servers, String note) {
  private static final String ALONE =
      "broadcast:1,broadcast:16,echo:1,echo:8,echo_on_loop:1,echo_on_loop:8,"
          + "connect:64,groups:1,broadcast:1:15000,"
          + "broadcast_sse:1,broadcast_polling:1,echo_stateful:8,"
          + "broadcast_1k:16,broadcast_1k_deflated:16,broadcast_tls:1,echo_tls:8,"
          + "echo_64k:1,stream_down:1,stream_up:1,client_results:1";

  private static final String FARM = "broadcast:1:2000,broadcast:16:2000";

  /** What a process opens besides connections: jars, event loops, logs. */
  private static final int OTHER_FILES = 500;

  private static final int CONNECTIONS_IN_GROUPS = 10;

  /**
   * Returns the loads of the table.
   *
   * @param servers those that take part
   * @param openFiles how many files a process may open: more connections are not tried
   */
  static List<TableLoad> all(List<ServerKind> servers, long openFiles) {
    List<ServerKind> alone = servers.stream().filter(kind -> !kind.isPair()).toList();
    List<ServerKind> farm =
        servers.stream()
            .filter(kind -> kind.isPair() || servers.stream().anyMatch(it -> isPairOf(it, kind)))
            .toList();
    return Stream.concat(of(ALONE, alone, openFiles), of(FARM, farm, openFiles)).toList();
  }

  private static boolean isPairOf(ServerKind pair, ServerKind alone) {
    return pair.isPair() && pair.alone() == alone;
  }

  private static Stream<TableLoad> of(String loads, List<ServerKind> servers, long openFiles) {
    return Arrays.stream(loads.split(",", -1))
        .map(Measurement::parse)
        .flatMap(load -> of(load, servers, openFiles).stream());
  }

  private static Optional<TableLoad> of(
      Measurement wanted, List<ServerKind> servers, long openFiles) {
    List<ServerKind> able =
        servers.stream().filter(kind -> kind.offers(wanted.scenario())).toList();
    long most = (openFiles - OTHER_FILES) / CONNECTIONS_IN_GROUPS * CONNECTIONS_IN_GROUPS;
    if (able.isEmpty() || most <= 0) {
      return Optional.empty();
    }
    int connections = (int) Math.min(wanted.connections(), most);
    String note =
        connections == wanted.connections()
            ? ""
            : String.format(
                "%s: not %d connections, since a process may open %d files (ulimit -n)",
                wanted.scenario(), wanted.connections(), openFiles);
    return Optional.of(
        new TableLoad(
            new Measurement(wanted.scenario(), wanted.outstanding(), connections), able, note));
  }

  /** Returns the name of the file that its results are kept in. */
  String fileName() {
    String farm = servers.stream().anyMatch(ServerKind::isPair) ? "-farm" : "";
    return measurement.toText().replace(':', '-') + farm + ".tsv";
  }

  /** Returns what its servers are. */
  String serverNames() {
    return String.join(",", servers.stream().map(ServerKind::name).toList());
  }
}
