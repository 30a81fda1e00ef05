package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.BreakableBackplane;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.ServerHealth.State;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a server says of itself, and how it lets its clients go. */
class HubDrainTest {
  /** No test waits so long. */
  private static final Duration ENDLESS = Duration.ofHours(1);

  private final List<String> gone = new CopyOnWriteArrayList<>();
  private final BreakableBackplane backplane =
      new BreakableBackplane(new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.BYTES));

  /** Not static: its objects write into the test's list. */
  public class AnyHub extends Hub {
    public String echo(String text) {
      return text;
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      gone.add(String.valueOf(context().userId()));
    }
  }

  private HubTester tester(Consumer<HubServerBuilder> settings) {
    return HubTester.of(
        "/hub",
        server ->
            settings.accept(server.backplane(backplane).hub("/hub", AnyHub.class, AnyHub::new)));
  }

  @Test
  void serverIsReadyWhileItRunsAndSaysWhereItsLinkIs() {
    HubTester tester = tester(server -> {});
    ServerHealth running = tester.server().health();
    tester.close();
    ServerHealth stopped = tester.server().health();

    assertThat(running.state()).isEqualTo(State.RUNNING);
    assertThat(running.isReady()).isTrue();
    assertThat(running.backplane().state()).isEqualTo(BackplaneHealth.State.UP);
    assertThat(stopped.state()).isEqualTo(State.STOPPED);
    assertThat(stopped.notReadyBecause()).contains("stopped");
    assertThat(stopped.backplane().state()).isEqualTo(BackplaneHealth.State.CLOSED);
  }

  @Test
  void serverThatWasNotStartedIsNotReady() {
    HubServer server =
        HubServer.builder()
            .transport(new DeafTransport())
            .hub("/hub", AnyHub.class, AnyHub::new)
            .build();

    assertThat(server.health().state()).isEqualTo(State.NEW);
    assertThat(server.health().notReadyBecause()).contains("starting");
    server.stop();
    assertThat(server.health().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void serverStaysReadyWithoutItsBackplane() {
    try (HubTester tester = tester(server -> {})) {
      backplane.disconnect(new IOException("a test cut the link"));

      assertThat(tester.server().health().isReady()).isTrue();
      assertThat(tester.server().health().backplane().state())
          .isEqualTo(BackplaneHealth.State.DOWN);
    }
  }

  @Test
  void readinessFollowsTheBackplaneIfItShould() {
    try (HubTester tester =
        tester(
            server -> server.serverOptions(options -> options.readinessFollowsBackplane(true)))) {
      assertThat(tester.server().health().isReady()).isTrue();

      backplane.disconnect(new IOException("a test cut the link"));
      assertThat(tester.server().health().notReadyBecause())
          .contains("not linked to the other servers");

      backplane.reconnect().toCompletableFuture().join();
      assertThat(tester.server().health().isReady()).isTrue();
    }
  }

  @Test
  void serverThatDrainsIsNotReadyButServesOldAndNewClients() {
    try (HubTester tester =
        tester(server -> server.serverOptions(options -> options.drainDelay(ENDLESS)))) {
      TestClient ann = tester.connect("ann");

      CompletableFuture<Void> stopping = tester.server().stopAsync();

      assertThat(tester.server().health().state()).isEqualTo(State.DRAINING);
      assertThat(tester.server().health().notReadyBecause()).contains("draining");
      assertThat(ann.invoke(String.class, "echo", "still here")).isEqualTo("still here");
      assertThat(tester.connect("bob").invoke(String.class, "echo", "me too")).isEqualTo("me too");
      assertThat(stopping).isNotDone();
    }
  }

  @Test
  void serverEndsByItselfOnceItHasDrained() {
    try (HubTester tester =
        tester(
            server -> server.serverOptions(options -> options.drainDelay(Duration.ofMillis(1))))) {
      TestClient ann = tester.connect("ann");

      tester.server().stop();

      assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, true));
      assertThat(tester.server().health().state()).isEqualTo(State.STOPPED);
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(() -> tester.connect("bob"))
          .withMessageContaining("503");
    }
  }

  @Test
  void secondStopDoesNotWaitAnyLonger() {
    try (HubTester tester =
        tester(
            server ->
                server.serverOptions(
                    options ->
                        options
                            .drainDelay(ENDLESS)
                            .closeBatchSize(1)
                            .closeBatchInterval(ENDLESS)))) {
      List<TestClient> clients = connect(tester, 3);
      CompletableFuture<Void> stopping = tester.server().stopAsync();

      tester.server().stop();

      assertThat(stopping).succeedsWithin(Duration.ofSeconds(30));
      clients.forEach(
          client -> assertThat(client.expectClosed()).isEqualTo(new CloseMessage(null, true)));
    }
  }

  @Test
  void whatFailsInAStopKeepsNothingFromEnding() {
    BrokenTransport transport = new BrokenTransport();
    HubServer server =
        HubServer.builder()
            .transport(transport)
            .backplane(new BrokenBackplane(backplane))
            .hub("/hub", AnyHub.class, AnyHub::new)
            .build();
    server.start();

    server.stop();

    assertThat(transport.stopped).isTrue();
    assertThat(server.health().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void serverThatIsStoppedWhileItStartsSaysSoToWhoStartedIt() {
    LateBackplane late = new LateBackplane(backplane);
    HubServer server =
        HubServer.builder()
            .transport(new DeafTransport())
            .backplane(late)
            .serverOptions(options -> options.backplaneStartTimeout(ENDLESS))
            .hub("/hub", AnyHub.class, AnyHub::new)
            .build();
    CompletableFuture<Void> starting = server.startAsync();

    server.stop();
    late.pretendToStart();

    assertThat(starting)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("stopped while it started");
    assertThat(server.health().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void connectionsAreClosedInBatches() {
    try (HubTester tester =
        tester(
            server ->
                server.serverOptions(
                    options -> options.closeBatchSize(2).closeBatchInterval(ENDLESS)))) {
      List<TestClient> clients = connect(tester, 3);

      CompletableFuture<Void> stopping = tester.server().stopAsync();

      await().until(() -> gone.size() == 2);
      TestClient left = clients.get(3 - gone.stream().mapToInt(Integer::parseInt).sum());
      assertThat(left.invoke(String.class, "echo", "here")).isEqualTo("here");
      assertThat(stopping).isNotDone();
    }
    assertThat(gone).containsExactlyInAnyOrder("0", "1", "2");
  }

  @Test
  void batchesFollowOneAnother() {
    try (HubTester tester =
        tester(
            server ->
                server.serverOptions(
                    options ->
                        options.closeBatchSize(1).closeBatchInterval(Duration.ofMillis(1))))) {
      List<TestClient> clients = connect(tester, 5);

      tester.server().stop();

      clients.forEach(
          client -> assertThat(client.expectClosed()).isEqualTo(new CloseMessage(null, true)));
      assertThat(gone).hasSize(5);
    }
  }

  @Test
  void optionsOfAStopAreChecked() {
    HubServerBuilder server = HubServer.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> server.serverOptions(options -> options.drainDelay(Duration.ofMillis(-1))))
        .withMessageContaining("drainDelay");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.serverOptions(options -> options.closeBatchSize(0)))
        .withMessageContaining("closeBatchSize must be positive but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> server.serverOptions(options -> options.closeBatchInterval(Duration.ZERO)))
        .withMessageContaining("closeBatchInterval must be positive");
  }

  private static List<TestClient> connect(HubTester tester, int clients) {
    List<TestClient> connected = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      connected.add(tester.connect(String.valueOf(i)));
    }
    return connected;
  }

  /** Throws when it is closed, although it may not. */
  private static final class BrokenBackplane extends ForwardingBackplane {
    BrokenBackplane(Backplane working) {
      super(working);
    }

    @Override
    public void close() {
      throw new IllegalStateException("cannot close");
    }
  }

  /** Throws where it may not. */
  private static final class BrokenTransport extends DeafTransport {
    private volatile boolean stopped;

    @Override
    public CompletionStage<Void> stopAccepting() {
      throw new IllegalStateException("cannot stop to listen");
    }

    @Override
    public CompletionStage<Void> stop() {
      stopped = true;
      return CompletableFuture.failedStage(new IOException("cannot end"));
    }
  }
}
