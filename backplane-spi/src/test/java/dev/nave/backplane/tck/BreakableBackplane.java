package dev.nave.backplane.tck;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import dev.nave.backplane.TopicText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node whose connection a test can cut and mend, around a backplane that works.
 *
 * <p>While it is cut, the node behaves as the contract says of one that is down: publications are
 * refused, envelopes of others are lost, subscriptions are kept. Other nodes notice nothing.
 *
 * <p>Safe for use by several threads, except that {@link #disconnect} and {@link #reconnect} are
 * for one thread at a time.
 */
public final class BreakableBackplane implements Backplane {
  private final Backplane working;
  private final Object lock = new Object();

  /** Null before the start. */
  private volatile @Nullable BackplaneListener listener;

  /** Null while the connection works. Written under the lock. */
  private volatile @Nullable Outage outage;

  private volatile PublishOutcome publishOutcome = PublishOutcome.ACCEPTED;

  /** Subscriptions made during the outage, with the stages that wait for their confirmation. */
  @GuardedBy("lock")
  private final Map<String, CompletableFuture<Void>> unconfirmed = new LinkedHashMap<>();

  /** What happens to a publication while the connection works. */
  public enum PublishOutcome {
    /** It is handed on. */
    ACCEPTED,
    /** It is not, and fails with {@link RefusalReason#OVERLOADED}. */
    REFUSED,
    /** It is handed on, but fails with {@link BackplaneTimeoutException}. */
    UNKNOWN_SENT,
    /**
     * It is encoded, but not handed on, and fails with {@link BackplaneTimeoutException}: what was
     * never encoded would be known not to have been sent.
     */
    UNKNOWN_NOT_SENT
  }

  private record Outage(Throwable cause, Instant since, long startNanos) {}

  /** Wraps a backplane that was not started yet; the wrapper starts and closes it. */
  public BreakableBackplane(Backplane working) {
    this.working = working;
  }

  /**
   * Cuts the connection of a node that is up, and tells the listener.
   *
   * @throws IllegalStateException if the node is not up
   */
  public void disconnect(Throwable cause) {
    synchronized (lock) {
      if (health().state() != BackplaneHealth.State.UP) {
        throw new IllegalStateException(
            "cannot cut the connection of a node that is not up: " + health());
      }
      outage = new Outage(cause, Instant.now(), System.nanoTime());
    }
    tell(new BackplaneEvent.Disconnected(cause));
  }

  /**
   * Mends the connection. The stage completes when the subscriptions made meanwhile are confirmed,
   * and the listener was told.
   *
   * @throws IllegalStateException if the connection was not cut
   */
  public CompletionStage<Void> reconnect() {
    Duration lasted;
    CompletableFuture<?>[] confirmations;
    synchronized (lock) {
      Outage ended = outage;
      if (ended == null) {
        throw new IllegalStateException("cannot mend a connection that was not cut");
      }
      lasted = Duration.ofNanos(System.nanoTime() - ended.startNanos());
      outage = null;
      confirmations =
          unconfirmed.entrySet().stream()
              .map(pending -> confirm(pending.getKey(), pending.getValue()))
              .toArray(CompletableFuture<?>[]::new);
      unconfirmed.clear();
    }
    return CompletableFuture.allOf(confirmations)
        .thenRun(() -> tell(new BackplaneEvent.Restored(lasted)));
  }

  /** Sets what happens to publications from now on while the connection works. */
  public void publishOutcome(PublishOutcome outcome) {
    publishOutcome = outcome;
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    if (this.listener == null) {
      this.listener = BackplaneListener.shielded(listener);
    }
    return working.start(new Gate());
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    Outage now = outage;
    if (now != null) {
      return refused(RefusalReason.UNAVAILABLE, topic, now.cause());
    }
    if (working.health().state() != BackplaneHealth.State.UP) {
      return working.publish(topic, envelope);
    }
    return switch (publishOutcome) {
      case ACCEPTED -> working.publish(topic, envelope);
      case REFUSED -> refused(RefusalReason.OVERLOADED, topic, null);
      case UNKNOWN_SENT ->
          Stages.readOnly(
              working
                  .publish(topic, envelope)
                  .thenCompose(receipt -> failed(timeout(topic)))
                  .toCompletableFuture());
      case UNKNOWN_NOT_SENT -> {
        if (!inProcess()) {
          byte[] unused = envelope.bytes();
        }
        yield failed(timeout(topic));
      }
    };
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    synchronized (lock) {
      if (outage == null) {
        return working.subscribe(topic);
      }
      return Stages.readOnly(
          unconfirmed.computeIfAbsent(topic, desired -> new CompletableFuture<>()));
    }
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    CompletableFuture<Void> superseded;
    CompletionStage<Void> result;
    synchronized (lock) {
      superseded = unconfirmed.remove(topic);
      result = working.unsubscribe(topic);
    }
    if (superseded != null) {
      superseded.completeExceptionally(
          new CancellationException("unsubscribed from " + TopicText.quote(topic)));
    }
    return result;
  }

  @Override
  public BackplaneHealth health() {
    BackplaneHealth health = working.health();
    synchronized (lock) {
      Outage now = outage;
      if (now == null) {
        return health;
      }
      int desired = health.desiredSubscriptions() + unconfirmed.size();
      return new BackplaneHealth(BackplaneHealth.State.DOWN, now.since(), now.cause(), desired, 0);
    }
  }

  @Override
  public boolean inProcess() {
    return working.inProcess();
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    return working.capability(type);
  }

  @Override
  public void close() {
    Map<String, CompletableFuture<Void>> pending;
    synchronized (lock) {
      outage = null;
      pending = Map.copyOf(unconfirmed);
      unconfirmed.clear();
    }
    working.close();
    pending.forEach(
        (topic, stage) ->
            stage.completeExceptionally(
                new BackplaneUnavailableException(
                    RefusalReason.CLOSED,
                    "cannot subscribe to "
                        + TopicText.quote(topic)
                        + ": the backplane was closed")));
  }

  private CompletableFuture<Void> confirm(String topic, CompletableFuture<Void> pending) {
    return working
        .subscribe(topic)
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                pending.complete(null);
              } else {
                pending.completeExceptionally(failure);
              }
            })
        .toCompletableFuture();
  }

  private void tell(BackplaneEvent event) {
    BackplaneListener receiver = listener;
    if (receiver != null) {
      receiver.event(event);
    }
  }

  private static CompletionStage<Receipt> refused(
      RefusalReason reason, String topic, @Nullable Throwable cause) {
    return failed(
        new BackplaneUnavailableException(
            reason,
            "cannot publish to %s: a test says so".formatted(TopicText.quote(topic)),
            cause));
  }

  private static BackplaneTimeoutException timeout(String topic) {
    return new BackplaneTimeoutException(
        "no answer to a publication to %s: a test says so".formatted(TopicText.quote(topic)));
  }

  private static CompletionStage<Receipt> failed(BackplaneException failure) {
    return CompletableFuture.failedStage(failure);
  }

  /** Lets envelopes through while the connection works. */
  private final class Gate implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {
      BackplaneListener receiver = listener;
      if (outage == null && receiver != null) {
        receiver.envelope(topic, envelope);
      }
    }

    @Override
    public void together(Runnable calls) {
      BackplaneListener receiver = listener;
      if (receiver == null) {
        calls.run();
      } else {
        receiver.together(calls);
      }
    }

    @Override
    public void event(BackplaneEvent event) {
      tell(event);
    }
  }
}
