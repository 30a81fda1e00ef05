package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartWithoutBackplaneTest {
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final LateBackplane late = new LateBackplane(cluster.newNode());
  private final BlockingQueue<BackplaneReport> reports = new LinkedBlockingQueue<>();

  public static class AnyHub extends Hub {
    public void join(String group) {
      groups().add(group);
    }
  }

  private static HubTester tester(Backplane backplane, Duration startTimeout) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .backplane(backplane)
                .serverOptions(options -> options.backplaneStartTimeout(startTimeout))
                .hub("/hub", AnyHub.class, AnyHub::new));
  }

  @Test
  void clientsThatConnectBeforeTheBackplaneAreReachedOnceItIsThere() throws Exception {
    late.fail(new IOException("connection refused"));
    try (HubTester server =
            HubTester.of(
                "/hub",
                builder ->
                    builder
                        .backplane(late)
                        .serverOptions(
                            options ->
                                options
                                    .backplaneStartTimeout(Duration.ofMillis(1))
                                    .subscribeTimeout(Duration.ofHours(1)))
                        .backplaneListener(reports::add)
                        .hub("/hub", AnyHub.class, AnyHub::new));
        HubTester other =
            tester(new SpyBackplane(cluster, SpyBackplane.Wire.BYTES), Duration.ofSeconds(5))) {
      TestClient ann = server.connect("ann");
      ann.invoke("join", "blue");
      HubClients clients = server.server().hubContext(AnyHub.class).clients();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> clients.all().send("hello").join())
          .havingCause()
          .isInstanceOf(BackplaneUnavailableException.class);

      late.connect();

      assertThat(reports.poll(10, TimeUnit.SECONDS)).isEqualTo(new BackplaneReport.Connected());
      other.server().hubContext(AnyHub.class).clients().group("blue").send("hello").join();
      ann.expect("hello");
      clients.all().send("again").join();
      ann.expect("again");
      ann.expectNothing();
    }
  }

  @Test
  void aStartNeedNotWaitAtAll() {
    try (HubTester server = tester(late, Duration.ZERO)) {
      assertThat(server.server().nodeId()).isNotEmpty();
    }
  }

  @Test
  void aServerWhoseBackplaneGivesUpDoesNotStart() {
    late.giveUp(new IOException("wrong password"));

    assertThatThrownBy(() -> tester(late, Duration.ofSeconds(5)))
        .hasRootCauseMessage("wrong password");
  }

  @Test
  void aStartTimeoutMustNotBeNegative() {
    assertThatThrownBy(
            () ->
                HubServer.builder()
                    .serverOptions(options -> options.backplaneStartTimeout(Duration.ofMillis(-1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("backplaneStartTimeout must not be negative but was PT-0.001S");
  }

  @Test
  void anAnnounceIntervalMustBePositive() {
    assertThatThrownBy(
            () ->
                HubServer.builder()
                    .serverOptions(options -> options.announceInterval(Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("announceInterval must be positive but was PT0S");
  }
}
