package dev.nave.backplane.redis.fault;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One envelope that a node published, and what its stage said. Safe for use by several threads. */
final class Publication {
  /** A node that just comes up may take a publication a moment before its health says so. */
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private final Lane lane;
  private final int number;
  private final long publishedNanos = System.nanoTime();
  private volatile @Nullable Settlement settlement;
  private volatile boolean wasDueAtOnce;
  private volatile boolean wasAnsweredAtOnce;

  /** A publisher and a topic: within it there is an order. */
  record Lane(String origin, String topic) {}

  /** What a stage can say. */
  enum Outcome {
    DELIVERED,
    REFUSED,
    UNKNOWN,
    /** What the contract does not allow. */
    OTHER
  }

  private record Settlement(
      Outcome outcome, @Nullable RefusalReason reason, String text, long nanos) {}

  Publication(Lane lane, int number) {
    this.lane = lane;
    this.number = number;
  }

  /** Takes the stage; to be called once. */
  void settleWith(CompletionStage<Receipt> stage) {
    wasAnsweredAtOnce = stage.toCompletableFuture().isDone();
    var unusedStage = stage.whenComplete((receipt, failure) -> settle(failure));
  }

  private void settle(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    long now = System.nanoTime();
    if (cause == null) {
      settlement = new Settlement(Outcome.DELIVERED, null, "delivered", now);
    } else if (cause instanceof BackplaneUnavailableException refusal) {
      settlement = new Settlement(Outcome.REFUSED, refusal.reason(), refusal.toString(), now);
    } else if (cause instanceof BackplaneTimeoutException) {
      settlement = new Settlement(Outcome.UNKNOWN, null, cause.toString(), now);
    } else {
      settlement = new Settlement(Outcome.OTHER, null, cause.toString(), now);
    }
  }

  /**
   * Notes that the node was known to be down before and after, so that no answer was to wait for.
   */
  void wasDueAtOnce() {
    wasDueAtOnce = true;
  }

  /** Whether a caller waited for a node that was known to be down. */
  boolean wasLateAlthoughDown() {
    return wasDueAtOnce && !wasAnsweredAtOnce && took().compareTo(AT_ONCE) > 0;
  }

  Lane lane() {
    return lane;
  }

  int number() {
    return number;
  }

  long publishedNanos() {
    return publishedNanos;
  }

  boolean isSettled() {
    return settlement != null;
  }

  boolean is(Outcome outcome) {
    Settlement now = settlement;
    return now != null && now.outcome() == outcome;
  }

  @Nullable RefusalReason reason() {
    Settlement now = settlement;
    return now == null ? null : now.reason();
  }

  /** Returns when the stage ended; for one that did not, now. */
  long settledNanos() {
    Settlement now = settlement;
    return now == null ? System.nanoTime() : now.nanos();
  }

  Duration took() {
    return Duration.ofNanos(settledNanos() - publishedNanos);
  }

  @Override
  public String toString() {
    Settlement now = settlement;
    return "%s/%s#%d (%s, took %d ms)"
        .formatted(
            lane.origin(),
            lane.topic(),
            number,
            now == null ? "no answer" : now.text(),
            took().toMillis());
  }
}
