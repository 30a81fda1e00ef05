package dev.nave.hub.internal.server;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transport of a server, which stops it only if it has started it: a transport that refuses a
 * second server goes on serving the first one.
 */
final class OwnTransport implements ServerTransport {
  private final ServerTransport transport;
  private @Nullable CompletableFuture<Void> started;

  OwnTransport(ServerTransport transport) {
    this.transport = transport;
  }

  @Override
  public synchronized CompletionStage<Void> start(HttpEndpoint endpoint) {
    CompletableFuture<Void> start = transport.start(endpoint).toCompletableFuture();
    started = start;
    return start;
  }

  @Override
  public String changedOptions() {
    return transport.changedOptions();
  }

  /** Returns the name of what it stands for. */
  @Override
  public String toString() {
    return transport.getClass().getSimpleName();
  }

  @Override
  public CompletionStage<Void> stopAccepting() {
    return ifOwn(transport::stopAccepting);
  }

  @Override
  public CompletionStage<Void> stop() {
    return ifOwn(transport::stop);
  }

  private synchronized CompletionStage<Void> ifOwn(Supplier<CompletionStage<Void>> step) {
    return started == null || started.isCompletedExceptionally()
        ? CompletableFuture.completedStage(null)
        : step.get();
  }
}
