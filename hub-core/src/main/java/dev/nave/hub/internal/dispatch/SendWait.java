package dev.nave.hub.internal.dispatch;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a call whose method has returned the stage of its own send: no code of the method
 * runs any more, and what it publishes has its place in the order. Done when the call is over.
 */
final class SendWait extends CompletableFuture<Void> {
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
