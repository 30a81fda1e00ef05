package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.ServerHealth.State;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transport that has lost a loop says so, and the server ends. */
class ServerFailureTest {
  private final FailingTransport transport = new FailingTransport();
  private final HubServer server =
      HubServer.builder()
          .hub("/any", AnyHub.class, AnyHub::new)
          .transport(transport)
          .serverOptions(options -> options.drainDelay(Duration.ofHours(1)))
          .build();

  private static final class AnyHub extends Hub {}

  private static final class FailingTransport implements ServerTransport {
    private final CompletableFuture<HttpEndpoint> endpoint = new CompletableFuture<>();
    private volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<Void> start(HttpEndpoint started) {
      endpoint.complete(started);
      return CompletableFuture.completedStage(null);
    }

    void fail(String what) {
      endpoint.join().failed(new IllegalStateException(what));
    }

    @Override
    public CompletionStage<Void> stopAccepting() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      return stopped;
    }
  }

  @AfterEach
  void stop() {
    transport.stopped.complete(null);
    var unusedFuture = server.stopAsync();
    server.stop();
  }

  private Throwable failure() throws InterruptedException {
    try {
      server.whenEnded().get(20, TimeUnit.SECONDS);
      throw new AssertionError("it ended as intended");
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("it has not ended", e);
    }
  }

  @Test
  void endsTheServerWithAnErrorThatTheProgramSees() throws InterruptedException {
    server.start();

    transport.fail("the event loop has ended");

    assertThat(failure())
        .isInstanceOf(ServerFailedException.class)
        .hasMessage("the event loop has ended")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(server.health().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void takesReadinessAndLivenessAwayAtOnce() {
    transport.stopped = new CompletableFuture<>();
    server.start();
    HttpEndpoint endpoint = transport.endpoint.join();
    assertThat(endpoint.notAliveBecause()).isNull();
    assertThat(server.health().isAlive()).isTrue();

    transport.fail("the event loop has ended");

    assertThat(endpoint.notReadyBecause()).isEqualTo("the event loop has ended");
    assertThat(endpoint.notAliveBecause()).isEqualTo("the event loop has ended");
    assertThat(server.health().notAliveBecause()).contains("the event loop has ended");
    assertThat(server.health().isReady()).isFalse();
    assertThat(server.health().isAlive()).isFalse();
  }

  @Test
  void theFirstFailureCounts() throws InterruptedException {
    server.start();

    transport.fail("first");
    transport.fail("second");

    assertThat(failure()).hasMessage("first");
  }

  @Test
  void aStopEndsTheServerAsIntended() throws Exception {
    server.start();
    var unusedFuture = server.stopAsync();

    server.stop();
    transport.fail("after the stop");

    assertThat(server.whenEnded().get(20, TimeUnit.SECONDS)).isNull();
    assertThat(server.health().isAlive()).isTrue();
  }
}
