package dev.nave.hub.internal.registry;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * This node's subscriptions at the backplane. A join does not wait long for its subscription: the
 * wait ends when the subscription is confirmed, when the backplane is known to be down, or after a
 * time-out. The backplane keeps the subscription in each case. Any thread; never blocks.
 */
public final class Subscriptions {
  private final Backplane backplane;
  private final Duration patience;

  /**
   * Creates the subscriptions of a node.
   *
   * @param patience how long a subscription is awaited at most
   */
  public Subscriptions(Backplane backplane, Duration patience) {
    this.backplane = backplane;
    this.patience = patience;
  }

  /** Subscribes. The result never fails, and completes when the wait is over. */
  public CompletableFuture<Void> subscribe(String topic) {
    return awaited(backplane.subscribe(topic).toCompletableFuture());
  }

  /** As {@link #subscribe(String)}; runs {@code confirmed} when, and if, the backplane confirms. */
  CompletableFuture<Void> subscribe(String topic, Runnable confirmed) {
    CompletableFuture<Void> stage = backplane.subscribe(topic).toCompletableFuture();
    var unusedFuture = stage.thenRun(confirmed);
    return awaited(stage);
  }

  /** Unsubscribes. The result never fails, and completes when the wait is over. */
  CompletableFuture<Void> unsubscribe(String topic) {
    return awaited(backplane.unsubscribe(topic).toCompletableFuture());
  }

  private CompletableFuture<Void> awaited(CompletableFuture<Void> stage) {
    if (stage.isDone() || isKnownToBeDown()) {
      return CompletableFuture.completedFuture(null);
    }
    return stage
        .handle((done, failed) -> (Void) null)
        .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A node that was never up so far is down once its first attempt has failed. */
  private boolean isKnownToBeDown() {
    BackplaneHealth health = backplane.health();
    return switch (health.state()) {
      case DOWN -> true;
      case STARTING -> health.cause() != null;
      case NEW, UP, CLOSED -> false;
    };
  }
}
