package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.stages.HubThreads;
import dev.nave.hub.internal.stages.Outcomes;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a call of a hub method ended, or how it goes on.
 *
 * <p>What follows the method, the encoding of its result and the release of its hub object, is code
 * of the application, too: it runs on the hub executor, whatever thread ends the stage that the
 * method returned. That may be another client's call, which it must not hold up.
 */
final class Called {
  private static final Logger log = LoggerFactory.getLogger(Called.class);

  private final CallScope scope;
  private final @Nullable Object value;
  private final @Nullable Throwable failure;
  private final Consumer<@Nullable Throwable> release;
  private final Executor executor;

  private Called(
      CallScope scope,
      @Nullable Object value,
      @Nullable Throwable failure,
      Consumer<@Nullable Throwable> release,
      Executor executor) {
    this.scope = scope;
    this.value = value;
    this.failure = failure;
    this.release = release;
    this.executor = executor;
  }

  /**
   * Creates a call that returned.
   *
   * @param release is run last, with what the call has begun and failed at; null if it is all done
   */
  static Called returned(
      CallScope scope,
      @Nullable Object value,
      Consumer<@Nullable Throwable> release,
      Executor executor) {
    return new Called(scope, value, null, release, executor);
  }

  static Called failed(
      CallScope scope,
      Throwable failure,
      Consumer<@Nullable Throwable> release,
      Executor executor) {
    return new Called(scope, null, failure, release, executor);
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
      whenOver(Outcomes.futureOf(stage), outcome);
    }
  }

  /**
   * Ends the call once all that it has begun is settled: after {@code last} the hub object is
   * released.
   *
   * @param last is given what the call has begun and failed at; null if it is all done
   * @return null if that has happened on this thread, before the return
   */
  @Nullable CompletableFuture<?> end(Consumer<@Nullable Throwable> last) {
    return endSettled((unused, undone) -> last.accept(undone), null, null);
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
    CompletableFuture<@Nullable Object> later = Outcomes.futureOf(stage);
    if (later.isDone()) {
      Ended ended = endedOf(later);
      return endSettled(outcome, ended.value, ended.failure);
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    whenOver(
        later,
        (result, thrown) -> {
          CompletableFuture<?> settling = endSettled(outcome, result, thrown);
          if (settling == null) {
            over.complete(null);
          } else {
            var unusedFuture = settling.whenComplete((done, failed) -> over.complete(null));
          }
        });
    return over;
  }

  /** Hands on an outcome: here if it is there, else on the hub executor. */
  private void whenOver(CompletableFuture<@Nullable Object> later, Outcome outcome) {
    if (later.isDone()) {
      Ended ended = endedOf(later);
      outcome.take(ended.value, ended.failure);
      return;
    }
    var unusedFuture =
        later.whenComplete(
            (result, thrown) ->
                HubThreads.run(executor, () -> outcome.take(result, Outcomes.unwrap(thrown))));
  }

  /** Ends the call once what it has begun is settled; null if it is already. */
  private @Nullable CompletableFuture<?> endSettled(
      Outcome outcome, @Nullable Object result, @Nullable Throwable thrown) {
    CompletableFuture<Void> settled = scope.settled();
    if (settled.isDone()) {
      end(outcome, result, thrown, endedOf(settled).failure);
      return null;
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    var unusedFuture =
        settled.whenComplete(
            (unused, undone) ->
                HubThreads.run(
                    executor,
                    () -> {
                      end(outcome, result, thrown, Outcomes.unwrap(undone));
                      over.complete(null);
                    }));
    return over;
  }

  private static Ended endedOf(CompletableFuture<? extends @Nullable Object> done) {
    try {
      return new Ended(done.join(), null);
    } catch (CompletionException | CancellationException e) {
      return new Ended(null, Outcomes.unwrap(e));
    }
  }

  /** The failure of the method itself goes before what failed of all that it has begun. */
  private void end(
      Outcome outcome,
      @Nullable Object result,
      @Nullable Throwable thrown,
      @Nullable Throwable undone) {
    try {
      Throwable failed = thrown != null ? thrown : undone;
      outcome.take(failed == null ? result : null, failed);
    } catch (RuntimeException | Error e) {
      log.error("a call could not be completed", e);
    } finally {
      release.accept(undone);
    }
  }

  private record Ended(@Nullable Object value, @Nullable Throwable failure) {}
}
