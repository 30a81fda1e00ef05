package dev.nave.hub;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport that nobody can connect through. */
class DeafTransport implements ServerTransport {
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
