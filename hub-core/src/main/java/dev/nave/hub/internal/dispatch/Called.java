package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.stages.Outcomes;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a call of a hub method ended, or how it goes on. */
final class Called {
  private static final Logger log = LoggerFactory.getLogger(Called.class);

  private final CallScope scope;
  private final @Nullable Object value;
  private final @Nullable Throwable failure;
  private final Runnable release;

  private Called(
      CallScope scope, @Nullable Object value, @Nullable Throwable failure, Runnable release) {
    this.scope = scope;
    this.value = value;
    this.failure = failure;
    this.release = release;
  }

  static Called returned(CallScope scope, @Nullable Object value, Runnable release) {
    return new Called(scope, value, null, release);
  }

  static Called failed(CallScope scope, Throwable failure, Runnable release) {
    return new Called(scope, null, failure, release);
  }

  /** Takes the outcome of a call: a value or a failure. */
  @FunctionalInterface
  interface Outcome {
    void take(@Nullable Object value, @Nullable Throwable failure);
  }

  /**
   * Hands on what the method returned, or the value of the stage that it returned. {@link #end} is
   * to follow, when the call is over.
   */
  void whenReturned(Outcome outcome) {
    if (failure != null || !(value instanceof CompletionStage<?> stage)) {
      outcome.take(value, failure);
    } else {
      stage.whenComplete((result, thrown) -> outcome.take(result, Outcomes.unwrap(thrown)));
    }
  }

  /**
   * Ends the call once all that it has begun is settled: after {@code last} the hub object is
   * released.
   *
   * @return null if that has happened on this thread, before the return
   */
  @Nullable CompletableFuture<?> end(Runnable last) {
    return endSettled((result, thrown) -> last.run(), null, null);
  }

  /**
   * Hands on the outcome once it is there and all that the call has begun is settled; then the hub
   * object is released.
   *
   * @return null if that has happened on this thread, before the return
   */
  @Nullable CompletableFuture<?> whenDone(Outcome outcome) {
    if (failure != null || !(value instanceof CompletionStage<?> stage)) {
      return endSettled(outcome, value, failure);
    }
    CompletableFuture<Object> later = new CompletableFuture<>();
    stage.whenComplete((result, thrown) -> Outcomes.complete(later, result, thrown));
    if (later.isDone()) {
      Ended ended = endedOf(later);
      return endSettled(outcome, ended.value, ended.failure);
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    var unusedFuture =
        later.whenComplete(
            (result, thrown) -> {
              CompletableFuture<?> settling = endSettled(outcome, result, Outcomes.unwrap(thrown));
              var unusedEither =
                  (settling == null ? later : settling)
                      .whenComplete((done, failed) -> over.complete(null));
            });
    return over;
  }

  /** Ends the call once what it has begun is settled; null if it is already. */
  private @Nullable CompletableFuture<?> endSettled(
      Outcome outcome, @Nullable Object result, @Nullable Throwable thrown) {
    CompletableFuture<Void> settled = scope.settled();
    if (settled.isDone()) {
      end(outcome, result, thrown);
      return null;
    }
    return settled.thenRun(() -> end(outcome, result, thrown));
  }

  private static Ended endedOf(CompletableFuture<?> done) {
    try {
      return new Ended(done.join(), null);
    } catch (CompletionException | CancellationException e) {
      return new Ended(null, Outcomes.unwrap(e));
    }
  }

  private void end(Outcome outcome, @Nullable Object result, @Nullable Throwable thrown) {
    try {
      outcome.take(result, thrown);
    } catch (RuntimeException | Error e) {
      log.error("a call could not be completed", e);
    } finally {
      release.run();
    }
  }

  private record Ended(@Nullable Object value, @Nullable Throwable failure) {}
}
