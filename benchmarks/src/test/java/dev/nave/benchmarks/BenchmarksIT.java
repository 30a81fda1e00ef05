package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.benchmarks.compare.Comparison;
import dev.nave.benchmarks.compare.ComparisonPlan;
import dev.nave.benchmarks.compare.ServerPrograms;
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
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarksIT {
  @ParameterizedTest
  @CsvSource({"BROADCAST,1", "BROADCAST,16", "ECHO,1", "ECHO,8"})
  void nothingIsLostOrDoubledByTheHub(Scenario scenario, int outstanding) throws Exception {
    try (HubUnderTest server =
        HubUnderTest.start(0, 2, "auto", Optional.empty(), Map.of(), Set.of())) {
      assertExact(load(server.port(), scenario, outstanding));
    }
  }

  @Test
  void compressedMessagesAreTheSameInFewerBytes() throws Exception {
    try (HubUnderTest server =
        HubUnderTest.start(0, 2, "auto", Optional.empty(), Map.of(), Set.of(Extra.COMPRESSION))) {
      LoadResult plain = load(server.port(), Scenario.BROADCAST_1K, 2);
      LoadResult deflated = load(server.port(), Scenario.BROADCAST_1K_DEFLATED, 2);

      assertExact(plain);
      assertExact(deflated);
      assertThat(plain.bytesPerDelivery()).isBetween(1_024.0, 1_200.0);
      assertThat(deflated.bytesPerDelivery()).isBetween(100.0, 700.0);
    }
  }

  @Test
  void joinsAreAnsweredWithPresenceAndWithout() throws Exception {
    try (RedisServer redis = RedisServer.started();
        HubUnderTest plain =
            HubUnderTest.start(0, 2, "auto", Optional.of(redis.address()), Map.of(), Set.of());
        HubUnderTest listing =
            HubUnderTest.start(
                0, 2, "auto", Optional.of(redis.address()), Map.of(), Set.of(Extra.PRESENCE))) {
      assertExact(load(plain.port(), Scenario.VISIT, 2));
      assertExact(load(listing.port(), Scenario.VISIT, 2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BROADCAST,1,PER_MESSAGE",
    "BROADCAST,16,PER_MESSAGE",
    "ECHO,1,PER_MESSAGE",
    "ECHO,8,PER_MESSAGE",
    "ECHO,1,PER_READ",
    "ECHO,8,PER_READ"
  })
  void nothingIsLostOrDoubledByTheRawServer(Scenario scenario, int outstanding, EchoFlush echoFlush)
      throws Exception {
    try (RawServer server = RawServer.start(0, 2, NettyIo.best(), false, echoFlush)) {
      assertExact(load(server.port(), scenario, outstanding));
    }
  }

  @Test
  void noConnectionOutlivesItsRun() throws Exception {
    try (RawServer server = RawServer.start(0, 2, NettyIo.best(), false, EchoFlush.PER_MESSAGE)) {
      load(server.port(), Scenario.BROADCAST, 16);

      await().until(() -> server.connections() == 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"raw", "'raw,nave'"})
  void comparesServersInProcessesOfTheirOwnAndEndsThem(String servers) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ComparisonPlan plan =
        new ComparisonPlan(
            ComparisonPlan.servers(servers),
            ComparisonPlan.measurements("broadcast:2:10,echo:2:10"),
            1,
            Duration.ZERO,
            Duration.ofMillis(200),
            false,
            programs(Optional.empty()));

    Comparison.run(plan, new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("| broadcast, 10 connections, W=2 | raw Netty |")
        .contains("| echo, 10 connections, W=2 | raw Netty |");
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void comparesThisBuildWithABaselineAndTheBaselineWithItself() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ComparisonPlan plan =
        new ComparisonPlan(
            ComparisonPlan.servers(ComparisonPlan.defaultServers(false, true)),
            ComparisonPlan.measurements("echo:2:10"),
            1,
            Duration.ZERO,
            Duration.ofMillis(200),
            false,
            programs(Optional.empty()));

    Comparison.run(plan, new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("| echo, 10 connections, W=2 | Nave, baseline |")
        .contains("| echo, 10 connections, W=2 | Nave, baseline again |")
        .contains("| echo, 10 connections, W=2 | Nave |");
  }

  @Test
  void comparesTwoServersOverRedisWithOne() throws Exception {
    try (RedisServer redis = RedisServer.started()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ComparisonPlan plan =
          new ComparisonPlan(
              ComparisonPlan.servers("nave,nave-pair"),
              ComparisonPlan.measurements("broadcast:4:10"),
              1,
              Duration.ZERO,
              Duration.ofMillis(200),
              false,
              programs(Optional.of(redis.address())));

      Comparison.run(plan, new PrintStream(out, true, StandardCharsets.UTF_8));

      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("| broadcast, 10 connections, W=4 | Nave |")
          .contains("| broadcast, 10 connections, W=4 | two of Nave over Redis |");
    }
  }

  @Test
  void nothingIsLostOrDoubledByTwoServersOverRedis() throws Exception {
    try (RedisServer redis = RedisServer.started();
        HubUnderTest first =
            HubUnderTest.start(0, 2, "auto", Optional.of(redis.address()), Map.of(), Set.of());
        HubUnderTest second =
            HubUnderTest.start(0, 2, "auto", Optional.of(redis.address()), Map.of(), Set.of())) {
      assertExact(load(List.of(first.port(), second.port()), Scenario.BROADCAST, 16));
    }
  }

  private static ServerPrograms programs(Optional<String> redis) {
    return ServerPrograms.ours(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        redis,
        Optional.of(System.getProperty("java.class.path")));
  }

  private static LoadResult load(int port, Scenario scenario, int outstanding) throws Exception {
    return load(List.of(port), scenario, outstanding);
  }

  private static LoadResult load(List<Integer> ports, Scenario scenario, int outstanding)
      throws Exception {
    LoadPlan plan =
        new LoadPlan(
            ports.stream().map(port -> URI.create("http://127.0.0.1:" + port + "/bench")).toList(),
            Wire.JSON,
            scenario,
            20,
            outstanding,
            Duration.ZERO,
            Duration.ofMillis(200));
    return LoadRun.run(plan, Processes.unknown(), NettyIo.best());
  }

  private static void assertExact(LoadResult result) {
    assertThat(result.sent()).isPositive();
    assertThat(result.received()).isEqualTo(result.expected());
  }
}
