package dev.nave.hub.docs;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Of a server that is built and not started. */
final class NoTransport implements ServerTransport {
  @Override
  public CompletionStage<Void> start(HttpEndpoint endpoint) {
    throw new AssertionError("not started here");
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
