package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
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
import dev.nave.benchmarks.servers.RawServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crowds that connect: each client is accepted once, and leaves. */
class ConnectIT {
  private static final int CONNECTIONS = 50;

  @ParameterizedTest
  @EnumSource(names = {"JSON", "MESSAGEPACK"})
  void theHubAcceptsEveryClientOfEachCrowd(Wire wire) throws Exception {
    try (HubUnderTest server =
        HubUnderTest.start(0, 2, "auto", Optional.empty(), Map.of(), Set.of())) {
      assertWholeCrowds(run(server.port(), wire, Processes.unknown()));

      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void theRawServerAcceptsEveryClientOfEachCrowd() throws Exception {
    try (RawServer server = RawServer.start(0, 2, NettyIo.best(), false, EchoFlush.PER_MESSAGE)) {
      assertWholeCrowds(run(server.port(), Wire.JSON, Processes.unknown()));

      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void tellsTheCpuTimeOfAClientThatConnects() throws Exception {
    try (RawServer server = RawServer.start(0, 2, NettyIo.best(), false, EchoFlush.PER_MESSAGE)) {
      Processes both = new Processes(List.of(ProcessHandle.current().pid()), OptionalLong.empty());

      LoadResult result = run(server.port(), Wire.JSON, both);

      assertWholeCrowds(result);
      assertThat(result.cpuMicrosPerDelivery()).isNotNaN();
    }
  }

  @Test
  void aClientThatIsRefusedBreaksTheRun() throws Exception {
    try (HubUnderTest server =
        HubUnderTest.start(0, 2, "auto", Optional.empty(), Map.of(), Set.of())) {
      LoadPlan nowhere = plan(URI.create("http://127.0.0.1:" + server.port() + "/none"), Wire.JSON);

      assertThatThrownBy(() -> LoadRun.run(nowhere, Processes.unknown(), NettyIo.best()))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("refused the WebSocket: HTTP/1.1 404");
    }
  }

  @Test
  void aServerThatIsNotThereBreaksTheRun() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThatThrownBy(() -> run(free, Wire.JSON, Processes.unknown()))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("cannot connect");
  }

  private static LoadResult run(int port, Wire wire, Processes processes) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + port + Scenario.CONNECT.path());
    return LoadRun.run(plan(url, wire), processes, NettyIo.best());
  }

  private static LoadPlan plan(URI url, Wire wire) {
    return new LoadPlan(
        List.of(url),
        wire,
        Scenario.CONNECT,
        CONNECTIONS,
        8,
        Duration.ZERO,
        Duration.ofMillis(300));
  }

  private static void assertWholeCrowds(LoadResult result) {
    assertThat(result.received()).isPositive().isEqualTo(result.expected());
    assertThat(result.received() % CONNECTIONS).isZero();
    assertThat(result.deliveries()).isEqualTo(result.received());
    assertThat(result.median()).isPositive().isLessThanOrEqualTo(result.percentile99());
  }
}
