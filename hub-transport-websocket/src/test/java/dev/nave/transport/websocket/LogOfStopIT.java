package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.websocket.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server says when it is stopped without ever having reached the others. */
class LogOfStopIT {
  private static final String SERVER = "dev.nave.hub.HubServer";

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
    TestLog.takeLinesWith(SERVER);
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
  void aStopOfAServerThatNeverReachedTheOthersIsNoError() {
    HubServer server = server(Duration.ofMillis(1));
    server.start();

    server.stop();
    server.stop();

    assertThat(TestLog.linesWith("ERROR " + SERVER)).isEmpty();
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

    assertThat(TestLog.linesWith("ERROR " + SERVER)).isEmpty();
  }

  @Test
  void aStopDuringTheStartIsNoErrorEither() {
    HubServer server = server(Duration.ofHours(1));
    CompletableFuture<Void> starting = server.startAsync();

    server.stop();

    assertThat(starting).failsWithin(Duration.ofSeconds(20));
    assertThat(TestLog.linesWith("ERROR " + SERVER)).isEmpty();
    assertThat(TestLog.linesWith("WARN " + SERVER)).isEmpty();
  }

  @Test
  void aBackplaneThatGivesUpWhileTheServerRunsIsAnError() {
    HubServer server = server(Duration.ofMillis(1));
    server.start();

    backplane.giveUp();

    assertThat(TestLog.takeLinesWith("ERROR " + SERVER))
        .singleElement()
        .asString()
        .contains("the backplane gave up");
    server.stop();
  }
}
