package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.websocket.testkit.SelfSigned;
import dev.nave.transport.websocket.testkit.TestLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of its start and stop, also if it never reaches the others. */
class LogOfStopIT {
  private static final String SERVER = "dev.nave.server";

  private final UnreachableBackplane backplane = new UnreachableBackplane();

  public static class AnyHub extends Hub {}

  /** Tries until it is closed, or gives up. */
  private static final class UnreachableBackplane implements Backplane {
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    void giveUp() {
      started.completeExceptionally(new IllegalStateException("says the test"));
    }

    @Override
    public CompletionStage<Void> start(BackplaneListener listener) {
      return started;
    }

    @Override
    public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
      return CompletableFuture.failedStage(new IllegalStateException("not there"));
    }

    @Override
    public CompletionStage<Void> subscribe(String topic) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> unsubscribe(String topic) {
      return new CompletableFuture<>();
    }

    @Override
    public BackplaneHealth health() {
      return new BackplaneHealth(BackplaneHealth.State.STARTING, Instant.EPOCH, null, 0, 0);
    }

    @Override
    public void close() {
      started.completeExceptionally(new IllegalStateException("closed"));
    }
  }

  /** Has no sockets, so nothing of it takes time. */
  private static final class IdleTransport implements ServerTransport {
    @Override
    public CompletionStage<Void> start(HttpEndpoint endpoint) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> stopAccepting() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedStage(null);
    }
  }

  @BeforeEach
  void forgetOtherLines() {
    TestLog.takeLinesWith("dev.nave");
  }

  private HubServer server(Duration startTimeout) {
    return HubServer.builder()
        .transport(WebSocketTransport.builder().host("127.0.0.1").port(0).loops(1).build())
        .backplane(backplane)
        .serverOptions(options -> options.backplaneStartTimeout(startTimeout))
        .hub("/hub", AnyHub.class, AnyHub::new)
        .build();
  }

  @Test
  void aServerTellsWithWhatItStartsAndEachStepOfItsStop() {
    HubServer server =
        HubServer.builder()
            .transport(new IdleTransport())
            .serverOptions(options -> options.drainDelay(Duration.ofMillis(1)))
            .hub(
                "/hub",
                AnyHub.class,
                AnyHub::new,
                hub -> hub.name("Any").options(o -> o.maxStreamsPerClient(7)))
            .build();
    server.start();
    server.stop();

    assertThat(TestLog.takeLinesWith("INFO " + SERVER))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .endsWith(
                        "hub Any is mapped at /hub; clients may call []; options other than the"
                            + " default: maxStreamsPerClient=7"),
            line ->
                assertThat(line)
                    .contains(" has started on Java ", "as server " + server.nodeId())
                    .endsWith(
                        "; options other than the default, of the server: drainDelay=1ms; of"
                            + " IdleTransport: none; of InMemoryBackplane: none"),
            line ->
                assertThat(line).endsWith("is not ready any more; the rest follows after PT0.001S"),
            line -> assertThat(line).endsWith("stop: now to refuse new clients"),
            line -> assertThat(line).endsWith("stop: now to send its clients elsewhere"),
            line -> assertThat(line).endsWith("stop: now to answer what runs within PT5S"),
            line -> assertThat(line).endsWith("stop: now to end all connections"),
            line -> assertThat(line).endsWith("stop: now to tell clients that poll"),
            line -> assertThat(line).endsWith("stop: now to stop listening"),
            line -> assertThat(line).endsWith("stop: now to leave the other servers"),
            line -> assertThat(line).endsWith("stop: now to end its links"),
            line -> assertThat(line).endsWith("stop: the server has stopped"));
  }

  @Test
  void aServerThatWasNotStartedHasNoDelayBeforeItsStop() {
    HubServer server =
        HubServer.builder()
            .transport(new IdleTransport())
            .serverOptions(options -> options.drainDelay(Duration.ofMinutes(1)))
            .hub("/hub", AnyHub.class)
            .build();

    server.stop();

    assertThat(TestLog.takeLinesWith("INFO " + SERVER))
        .anyMatch(line -> line.endsWith("stop: the server was NEW; the rest follows at once"));
  }

  @Test
  void aServerWarnsOfPingsThatAreTooRareForMostClients() {
    assertThat(warningsWithPingsEvery(Duration.ofSeconds(15))).isEmpty();
    assertThat(warningsWithPingsEvery(Duration.ofSeconds(16)))
        .singleElement()
        .asString()
        .endsWith(
            "hub Any: keepAliveInterval is 16 s, so clients that allow 30 s of silence are lost"
                + " without a fault; it should be at most half of their serverTimeout");
    assertThat(warningsWithPingsEvery(Duration.ofDays(30_000))).hasSize(1);
  }

  private static List<String> warningsWithPingsEvery(Duration interval) {
    HubServer.builder()
        .transport(new IdleTransport())
        .options(all -> all.keepAliveInterval(interval))
        .hub("/hub", AnyHub.class, hub -> hub.name("Any"))
        .build()
        .stop();
    return TestLog.takeLinesWith("WARN " + SERVER);
  }

  @Test
  void aServerTellsTheOptionsOfItsTransportAndBackplaneAtItsStart(@TempDir Path folder)
      throws Exception {
    SelfSigned certificate = SelfSigned.make(folder);
    HubServer server =
        HubServer.builder()
            .transport(
                WebSocketTransport.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .loops(1)
                    .tls(TlsSettings.pem(certificate.chainPem(), certificate.keyPem()))
                    .build())
            .backplane(
                new ForwardingBackplane(new InMemoryCluster().newNode()) {
                  @Override
                  public String changedOptions() {
                    return "password=*****";
                  }
                })
            .hub("/hub", AnyHub.class, AnyHub::new)
            .build();
    server.start();
    server.stop();

    assertThat(TestLog.takeLinesWith("INFO " + SERVER))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("; of WebSocketTransport: host=127.0.0.1, port=0, ")
                    .contains("loops=1")
                    .contains("tls is set")
                    .endsWith(": password=*****"));
  }

  @Test
  void aStopOfAServerThatNeverReachedTheOthersIsNoError() {
    HubServer server = server(Duration.ofMillis(1));
    server.start();

    server.stop();
    server.stop();

    assertThat(TestLog.linesWith("ERROR dev.nave")).isEmpty();
  }

  @Test
  void aStopThatMeetsNothingToWaitForIsNoErrorEither() {
    HubServer server =
        HubServer.builder()
            .transport(new IdleTransport())
            .backplane(backplane)
            .serverOptions(options -> options.backplaneStartTimeout(Duration.ofMillis(1)))
            .hub("/hub", AnyHub.class)
            .build();
    server.start();

    server.stop();

    assertThat(TestLog.linesWith("ERROR dev.nave")).isEmpty();
  }

  @Test
  void aStopDuringTheStartIsNoErrorEither() {
    HubServer server = server(Duration.ofHours(1));
    CompletableFuture<Void> starting = server.startAsync();

    server.stop();

    assertThat(starting).failsWithin(Duration.ofSeconds(20));
    assertThat(TestLog.linesWith("ERROR dev.nave")).isEmpty();
    assertThat(TestLog.linesWith("WARN dev.nave")).isEmpty();
  }

  @Test
  void aBackplaneThatGivesUpWhileTheServerRunsIsAnError() {
    HubServer server = server(Duration.ofMillis(1));
    server.start();

    backplane.giveUp();

    assertThat(TestLog.takeLinesWith("ERROR dev.nave.backplane"))
        .singleElement()
        .asString()
        .contains("the backplane gave up");
    server.stop();
  }
}
