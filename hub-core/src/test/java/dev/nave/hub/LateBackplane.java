package dev.nave.hub;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A node over a network that comes up when a test says so; until then it keeps wishes. */
final class LateBackplane implements Backplane {
  private final Backplane working;
  private final CompletableFuture<Void> started = new CompletableFuture<>();

  @GuardedBy("this")
  private final Map<String, CompletableFuture<Void>> desired = new LinkedHashMap<>();

  @GuardedBy("this")
  private boolean up;

  private volatile @Nullable BackplaneListener listener;
  private volatile @Nullable Throwable cause;

  LateBackplane(Backplane working) {
    this.working = working;
  }

  /** An attempt has failed; it goes on trying. */
  void fail(Throwable failure) {
    cause = failure;
  }

  /** It does not try any more. */
  void giveUp(Throwable failure) {
    started.completeExceptionally(failure);
  }

  /** It says that it has started, although it is not up. */
  void pretendToStart() {
    started.complete(null);
  }

  /** It is up, and its wishes are confirmed. */
  void connect() {
    BackplaneListener receiver = listener;
    if (receiver == null) {
      throw new IllegalStateException("not started");
    }
    working.start(receiver).toCompletableFuture().join();
    Map<String, CompletableFuture<Void>> waiting;
    synchronized (this) {
      up = true;
      waiting = new LinkedHashMap<>(desired);
    }
    waiting.forEach(
        (topic, subscribe) ->
            working.subscribe(topic).thenAccept(subscribe::complete).toCompletableFuture().join());
    started.complete(null);
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener value) {
    listener = value;
    return started;
  }

  @Override
  public synchronized CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    return up
        ? working.publish(topic, Envelope.of(envelope.bytes()))
        : CompletableFuture.failedStage(
            new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "not there yet", cause));
  }

  @Override
  public synchronized CompletionStage<Void> subscribe(String topic) {
    return up
        ? working.subscribe(topic)
        : desired.computeIfAbsent(topic, unused -> new CompletableFuture<>());
  }

  @Override
  public synchronized CompletionStage<Void> unsubscribe(String topic) {
    if (up) {
      return working.unsubscribe(topic);
    }
    desired.remove(topic);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized BackplaneHealth health() {
    return up
        ? working.health()
        : new BackplaneHealth(
            BackplaneHealth.State.STARTING, Instant.EPOCH, cause, desired.size(), 0);
  }

  @Override
  public void close() {
    working.close();
  }
}
