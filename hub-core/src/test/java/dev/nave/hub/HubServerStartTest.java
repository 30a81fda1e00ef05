package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.transport.HttpEndpoint;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How a server starts and stops, and what a start that fails says. */
class HubServerStartTest extends HubServerFixture {
  @Test
  void serverIsStartedOnceHoweverOftenItIsAsked() {
    InMemoryBackplane backplane = InMemoryBackplane.create(); // Fails if it is started twice.
    try (HubServer server = plainServer().backplane(backplane).build()) {
      server.start();
      server.start();

      assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.UP);
    }
  }

  @Test
  void serverIsStoppedOnceHoweverOftenItIsAsked() {
    InMemoryBackplane backplane = InMemoryBackplane.create();
    HubServer server = plainServer().backplane(backplane).build();
    server.start();

    server.stop();
    server.stop();
    server.close();

    assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.CLOSED);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(server::start)
        .withMessageContaining("was stopped");
  }

  @Test
  void serverThatWasNeverStartedCanBeStopped() {
    InMemoryBackplane backplane = InMemoryBackplane.create();

    plainServer().backplane(backplane).build().stop();

    assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.CLOSED);
  }

  @Test
  void serverWhoseTransportFailsIsStopped() {
    InMemoryBackplane backplane = InMemoryBackplane.create();
    IllegalStateException failure = new IllegalStateException("the port is taken");
    HubServer server = plainServer().backplane(backplane).transport(failing(failure)).build();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(server::start)
        .isSameAs(failure);
    server.stop();

    assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.CLOSED);
  }

  @Test
  void startThrowsAnIoFailureUncheckedWithItsOwnMessage() {
    BindException failure = new BindException("cannot listen on 127.0.0.1:80: Permission denied");
    HubServer server = plainServer().transport(failing(failure)).build();

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(server::start)
        .withMessage(failure.getMessage())
        .withCause(failure);
  }

  @Test
  void startThrowsAnErrorAsItIs() {
    HubServer server = plainServer().transport(failing(new NoClassDefFoundError("Old"))).build();

    assertThatExceptionOfType(NoClassDefFoundError.class)
        .isThrownBy(server::start)
        .withMessage("Old");
  }

  private static DeafTransport failing(Throwable failure) {
    return new DeafTransport() {
      @Override
      public CompletionStage<Void> start(HttpEndpoint endpoint) {
        return CompletableFuture.failedStage(failure);
      }
    };
  }

  @Test
  void serverThatIsStoppedWhileItStartsDoesNotListen() {
    SpyBackplane backplane = new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.BYTES);
    CompletableFuture<Void> confirmation = new CompletableFuture<>();
    backplane.confirmAfter(confirmation);
    AtomicBoolean listening = new AtomicBoolean();
    HubServer server =
        plainServer()
            .backplane(backplane)
            .serverOptions(options -> options.subscribeTimeout(Duration.ofMinutes(1)))
            .transport(
                new DeafTransport() {
                  @Override
                  public CompletionStage<Void> start(HttpEndpoint endpoint) {
                    listening.set(true);
                    return super.start(endpoint);
                  }
                })
            .build();
    CompletableFuture<Void> starting = server.startAsync();

    server.stop();
    confirmation.complete(null);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(starting::join)
        .withStackTraceContaining("was stopped while it started");
    assertThat(listening).isFalse();
  }

  @Test
  void startFailsIfTheServerIsStoppedWhileTheTransportStarts() {
    CompletableFuture<Void> listening = new CompletableFuture<>();
    HubServer server =
        plainServer()
            .transport(
                new DeafTransport() {
                  @Override
                  public CompletionStage<Void> start(HttpEndpoint endpoint) {
                    return listening;
                  }
                })
            .build();
    CompletableFuture<Void> starting = server.startAsync();

    CompletableFuture<Void> stopping = server.stopAsync();
    listening.complete(null);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(starting::join)
        .withCauseInstanceOf(IllegalStateException.class)
        .withStackTraceContaining("was stopped while it started");
    stopping.join();
    assertThat(server.health().state()).isEqualTo(ServerHealth.State.STOPPED);
  }
}
