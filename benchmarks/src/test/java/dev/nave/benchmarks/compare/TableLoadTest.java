package dev.nave.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableLoadTest {
  private static final String EVERY_SERVER =
      "raw,nave,nave-messagepack,nave-newest,reference,netty-socketio,socket-io,nave-pair,"
          + "reference-pair,socket-io-pair";
  private static final long MANY_FILES = 100_000;

  @Test
  void eachLoadIsPutOnTheServersThatAreSetUpForIt() {
    List<TableLoad> loads =
        TableLoad.all(ComparisonPlan.servers("raw,nave,nave-messagepack,reference"), MANY_FILES);

    assertThat(servers(loads, "broadcast:1:1000"))
        .containsExactly("RAW,NAVE,NAVE_MESSAGEPACK,REFERENCE");
    assertThat(servers(loads, "connect:64:8000"))
        .containsExactly("RAW,NAVE,NAVE_MESSAGEPACK,REFERENCE");
    assertThat(servers(loads, "groups:1:10000")).containsExactly("NAVE,NAVE_MESSAGEPACK,REFERENCE");
    assertThat(servers(loads, "broadcast_sse:1:1000")).containsExactly("NAVE,REFERENCE");
    assertThat(servers(loads, "echo_on_loop:8:200")).containsExactly("RAW,NAVE,NAVE_MESSAGEPACK");
    assertThat(servers(loads, "echo_64k:1:50")).containsExactly("RAW,NAVE,NAVE_MESSAGEPACK");
    assertThat(servers(loads, "echo_tls:8:200")).containsExactly("RAW,NAVE,NAVE_MESSAGEPACK");
  }

  @Test
  void pairsTakePartInLoadsOfTheirOwnBesideOneOfTheirKind() {
    List<TableLoad> loads = TableLoad.all(ComparisonPlan.servers("raw,nave,nave-pair"), MANY_FILES);

    assertThat(servers(loads, "broadcast:1:2000")).containsExactly("NAVE,NAVE_PAIR");
    assertThat(loads)
        .filteredOn(load -> !load.fileName().contains("-farm"))
        .allSatisfy(load -> assertThat(load.servers()).doesNotContain(ServerKind.NAVE_PAIR));
  }

  @Test
  void socketIoTakesPartWhereItsProtocolDoes() {
    List<TableLoad> loads = TableLoad.all(ComparisonPlan.servers(EVERY_SERVER), MANY_FILES);

    assertThat(loads)
        .filteredOn(load -> load.servers().contains(ServerKind.SOCKET_IO))
        .extracting(load -> load.measurement().toText())
        .containsExactly(
            "broadcast:1:1000",
            "broadcast:16:1000",
            "echo:1:200",
            "echo:8:200",
            "connect:64:8000",
            "groups:1:10000",
            "broadcast:1:15000",
            "broadcast_1k:16:1000",
            "echo_64k:1:50",
            "broadcast:1:2000",
            "broadcast:16:2000");
  }

  @Test
  void thereAreNoPairsWithoutPairs() {
    assertThat(
            servers(TableLoad.all(ComparisonPlan.servers("nave"), MANY_FILES), "broadcast:1:2000"))
        .isEmpty();
  }

  @Test
  void opensNoMoreConnectionsThanAProcessMayAndSaysSo() {
    List<TableLoad> loads = TableLoad.all(ComparisonPlan.servers("nave"), 4_096);

    assertThat(loads)
        .allSatisfy(
            load -> assertThat(load.measurement().connections()).isLessThanOrEqualTo(3_590));
    assertThat(loads)
        .filteredOn(load -> load.measurement().toText().equals("groups:1:3590"))
        .singleElement()
        .extracting(TableLoad::note)
        .isEqualTo(
            "groups: not 10000 connections, since a process may open 4096 files (ulimit -n)");
    assertThat(loads)
        .filteredOn(load -> load.measurement().toText().equals("echo:1:200"))
        .singleElement()
        .extracting(TableLoad::note)
        .isEqualTo("");
  }

  @Test
  void noTwoLoadsAreKeptInOneFile() {
    List<TableLoad> loads = TableLoad.all(ComparisonPlan.servers(EVERY_SERVER), MANY_FILES);

    assertThat(loads).extracting(TableLoad::fileName).doesNotHaveDuplicates().hasSize(22);
  }

  private static List<String> servers(List<TableLoad> loads, String measurement) {
    return loads.stream()
        .filter(load -> load.measurement().toText().equals(measurement))
        .map(TableLoad::serverNames)
        .toList();
  }
}
