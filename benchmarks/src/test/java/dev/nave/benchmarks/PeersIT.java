package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.benchmarks.compare.Comparison;
import dev.nave.benchmarks.compare.ComparisonPlan;
import dev.nave.benchmarks.compare.Peers;
import dev.nave.benchmarks.compare.ServerPrograms;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Servers of other projects under the load client. Where they are missing they are fetched in CI,
 * as by {@code compare --all --install-peers}; elsewhere these tests are skipped.
 */
class PeersIT {
  /** Tests run in the folder of the module. */
  private static final Path FOLDER =
      Path.of(System.getProperty("nave.benchmarks.peers", Path.of("target", "peers").toString()));

  private static final String LOADS =
      "broadcast:2:10,echo:2:10,groups:1:20,echo_64k:1:5,connect:4:20";

  private final Peers peers = new Peers(FOLDER);

  @BeforeAll
  static void fetch() throws Exception {
    Peers peers = new Peers(FOLDER);
    if (Boolean.getBoolean("nave.ci") && !(peers.hasNettySocketIo() && peers.hasSocketIo())) {
      peers.install(System.out);
    }
  }

  @Test
  void nettySocketIoAnswersEachOfItsLoads() throws Exception {
    assumeTrue(peers.hasNettySocketIo(), "netty-socketio is not installed in " + FOLDER);

    assertThat(compare("netty-socketio", LOADS, Optional.empty()))
        .contains("| broadcast, 10 connections, W=2 | netty-socketio |")
        .contains("| echo, 10 connections, W=2 | netty-socketio |")
        .contains("| groups, 20 connections, W=1 | netty-socketio |")
        .contains("| echo_64k, 5 connections, W=1 | netty-socketio |")
        .contains("| connect, 20 connections, W=4 | netty-socketio |");
  }

  @Test
  void socketIoAnswersEachOfItsLoads() throws Exception {
    assumeTrue(peers.hasSocketIo(), "Node, or Socket.IO in " + FOLDER + ", is not installed");

    assertThat(compare("socket-io", LOADS, Optional.empty()))
        .contains("| broadcast, 10 connections, W=2 | Socket.IO on Node |")
        .contains("| echo, 10 connections, W=2 | Socket.IO on Node |")
        .contains("| groups, 20 connections, W=1 | Socket.IO on Node |")
        .contains("| echo_64k, 5 connections, W=1 | Socket.IO on Node |")
        .contains("| connect, 20 connections, W=4 | Socket.IO on Node |");
  }

  @Test
  void twoOfSocketIoBroadcastToTheClientsOfBoth() throws Exception {
    assumeTrue(peers.hasSocketIo(), "Node, or Socket.IO in " + FOLDER + ", is not installed");

    try (RedisServer redis = RedisServer.started()) {
      assertThat(compare("socket-io-pair", "broadcast:2:10", Optional.of(redis.address())))
          .contains("| broadcast, 10 connections, W=2 | two of Socket.IO on Node over Redis |")
          .containsPattern("round 1: .* ([\\d,]+) sent")
          .doesNotContain(" 0 received");
    }
  }

  private static String compare(String servers, String loads, Optional<String> redis)
      throws Exception {
    ServerPrograms ours =
        ServerPrograms.ours(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            redis,
            Optional.empty());
    ComparisonPlan plan =
        new ComparisonPlan(
            ComparisonPlan.servers(servers),
            ComparisonPlan.measurements(loads),
            1,
            Duration.ZERO,
            Duration.ofMillis(200),
            false,
            ours.withPeers(FOLDER));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Comparison.run(plan, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
