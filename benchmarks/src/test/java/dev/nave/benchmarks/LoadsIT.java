package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.benchmarks.load.LoadException;
import dev.nave.benchmarks.load.LoadPlan;
import dev.nave.benchmarks.load.LoadResult;
import dev.nave.benchmarks.load.LoadRun;
import dev.nave.benchmarks.load.Processes;
import dev.nave.benchmarks.load.Scenario;
import dev.nave.benchmarks.load.Wire;
import dev.nave.benchmarks.net.NettyIo;
import dev.nave.benchmarks.servers.EchoFlush;
import dev.nave.benchmarks.servers.HubUnderTest;
import dev.nave.benchmarks.servers.HubUnderTest.Extra;
import dev.nave.benchmarks.servers.RawServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each load for a moment: every message comes, once, in order where there is one. */
class LoadsIT {
  private static final int CONNECTIONS = 20;

  @ParameterizedTest
  @CsvSource({
    "GROUPS,1",
    "GROUPS,4",
    "BROADCAST_SSE,1",
    "BROADCAST_SSE,8",
    "BROADCAST_POLLING,1",
    "BROADCAST_POLLING,8",
    "ECHO_64K,1",
    "ECHO_64K,2",
    "ECHO_STATEFUL,1",
    "ECHO_STATEFUL,8",
    "STREAM_DOWN,1",
    "STREAM_DOWN,4",
    "STREAM_UP,1",
    "STREAM_UP,4",
    "CLIENT_RESULTS,1",
    "CLIENT_RESULTS,4"
  })
  void nothingIsLostOrDoubled(Scenario scenario, int outstanding) throws Exception {
    try (HubUnderTest server = server(Set.of())) {
      assertExact(load(server.port(), Wire.JSON, scenario, outstanding));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BROADCAST,16",
    "BROADCAST_1K,4",
    "GROUPS,2",
    "ECHO,8",
    "ECHO_ON_LOOP,8",
    "ECHO_64K,2",
    "STREAM_DOWN,4",
    "STREAM_UP,4",
    "CLIENT_RESULTS,1"
  })
  void nothingIsLostOrDoubledInMessagePack(Scenario scenario, int outstanding) throws Exception {
    try (HubUnderTest server = server(Set.of())) {
      assertExact(load(server.port(), Wire.MESSAGEPACK, scenario, outstanding));
    }
  }

  @ParameterizedTest
  @CsvSource({"BROADCAST_TLS,4", "ECHO_TLS,8"})
  void nothingIsLostOrDoubledInTls(Scenario scenario, int outstanding) throws Exception {
    try (HubUnderTest server = server(EnumSet.of(Extra.TLS));
        RawServer raw = RawServer.start(0, 2, NettyIo.best(), true, EchoFlush.PER_MESSAGE)) {
      assertExact(load(server.port(), Wire.JSON, scenario, outstanding));
      assertExact(load(raw.port(), Wire.JSON, scenario, outstanding));
    }
  }

  @Test
  void theRawServerEchoesLargeTexts() throws Exception {
    try (RawServer raw = RawServer.start(0, 2, NettyIo.best(), false, EchoFlush.PER_MESSAGE)) {
      assertExact(load(raw.port(), Wire.JSON, Scenario.ECHO_64K, 2));
    }
  }

  @Test
  void aStreamBringsTenMessagesForEachCall() throws Exception {
    try (HubUnderTest server = server(Set.of())) {
      LoadResult result = load(server.port(), Wire.JSON, Scenario.STREAM_DOWN, 1);

      assertThat(result.received()).isEqualTo(10 * result.sent());
    }
  }

  @Test
  void aGroupGetsItsOwnMessagesOnly() throws Exception {
    try (HubUnderTest server = server(Set.of())) {
      LoadResult result = load(server.port(), Wire.JSON, Scenario.GROUPS, 1);

      assertThat(result.received()).isEqualTo(10 * result.sent());
    }
  }

  @Test
  void connectionsThatPollEndWithTheirRun() throws Exception {
    try (HubUnderTest server = server(Set.of())) {
      assertExact(load(server.port(), Wire.JSON, Scenario.BROADCAST_POLLING, 1));

      // Sooner than the server gives up those that do not poll any more: after 15 s.
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void tellsTheMemoryOfAConnection() throws Exception {
    try (HubUnderTest server = server(Set.of())) {
      Processes processes =
          new Processes(
              List.of(ProcessHandle.current().pid()),
              OptionalLong.empty(),
              true,
              Optional.of(Path.of(System.getProperty("java.home"), "bin", "jcmd")));
      LoadResult result =
          LoadRun.run(
              plan(server.port(), Wire.JSON, Scenario.BROADCAST, 1, 200),
              processes,
              NettyIo.best());

      // Both ends are in this process: a connection that took nothing, or a megabyte, is a mistake.
      assertThat(result.heapPerConnection()).isBetween(1_000.0, 1_000_000.0);
      assertThat(result.rssPerConnection()).isNotNaN();
      assertThat(result).asString().contains("bytes of a connection");
    }
  }

  @Test
  void aServerWithoutTheHubBreaksTheRun() throws Exception {
    try (RawServer raw = RawServer.start(0, 2, NettyIo.best(), false, EchoFlush.PER_MESSAGE)) {
      assertThatThrownBy(() -> load(raw.port(), Wire.JSON, Scenario.BROADCAST_SSE, 1))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("negotiate");
    }
  }

  @Test
  void refusesGroupsThatAreNotFullAndProtocolsThatALoadDoesNotHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(1, Wire.JSON, Scenario.GROUPS, 1, 15))
        .withMessage("groups have 10 connections each, but there are 15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(1, Wire.MESSAGEPACK, Scenario.BROADCAST_SSE, 1, 10))
        .withMessage("the load client does broadcast_sse in JSON only");
  }

  private static HubUnderTest server(Set<Extra> extras) {
    return HubUnderTest.start(0, 2, "auto", Optional.empty(), Map.of(), extras);
  }

  private static LoadResult load(int port, Wire wire, Scenario scenario, int outstanding)
      throws Exception {
    return LoadRun.run(
        plan(port, wire, scenario, outstanding, CONNECTIONS), Processes.unknown(), NettyIo.best());
  }

  private static LoadPlan plan(
      int port, Wire wire, Scenario scenario, int outstanding, int connections) {
    return new LoadPlan(
        List.of(
            URI.create(
                (scenario.isTls() ? "https" : "http") + "://127.0.0.1:" + port + scenario.path())),
        wire,
        scenario,
        connections,
        outstanding,
        Duration.ZERO,
        Duration.ofMillis(200));
  }

  private static void assertExact(LoadResult result) {
    assertThat(result.sent()).isPositive();
    assertThat(result.received()).isEqualTo(result.expected());
  }
}
