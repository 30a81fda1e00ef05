package dev.nave.hub.internal.dispatch;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import dev.nave.hub.internal.filters.HubAction;
import dev.nave.hub.internal.logging.LogCategory;
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
final class CallOutcome<H extends AbstractHub> {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final HubDispatch<H> dispatch;
  private final CallScope scope;
  private final HubAction action;
  private final Executor later;
  private final @Nullable H hub;
  private final @Nullable Object value;
  private final @Nullable Throwable failure;

  /**
   * Creates the outcome of a call that returned or has failed.
   *
   * @param later where the call goes on if it cannot end on the thread that it was called on
   * @param hub is released last; null if there is none
   * @param value what the method returned, which may be a stage
   * @param failure why it did not return; null if it did
   */
  CallOutcome(
      HubDispatch<H> dispatch,
      CallScope scope,
      HubAction action,
      Executor later,
      @Nullable H hub,
      @Nullable Object value,
      @Nullable Throwable failure) {
    this.dispatch = dispatch;
    this.scope = scope;
    this.action = action;
    this.later = later;
    this.hub = hub;
    this.value = value;
    this.failure = failure;
  }

  /** Goes on with a value or a failure. */
  @FunctionalInterface
  interface Next {
    void take(@Nullable Object value, @Nullable Throwable failure);
  }

  /**
   * Hands on what the method returned, or the value of the stage that it returned. {@link #end} is
   * to follow, when the call is over.
   */
  void whenReturned(Next next) {
    if (failure != null || !(value instanceof CompletionStage<?> stage)) {
      next.take(value, failure);
    } else {
      whenOver(Outcomes.futureOf(stage), next, later);
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
    return endSettled((unused, undone) -> last.accept(undone), null, null, later);
  }

  /**
   * Hands on the outcome once it is there and all that the call has begun is settled; then the hub
   * object is released.
   *
   * @return null if that has happened on this thread, before the return
   */
  @Nullable CompletableFuture<?> whenDone(Next next) {
    return whenDone(next, null);
  }

  /**
   * As the other, and marks the stage as a {@link SendWait} if the call waits for its own send
   * alone.
   *
   * @param afterSend where the call goes on then, as work that is no method; null if no stage is to
   *     be marked
   */
  @Nullable CompletableFuture<?> whenDone(Next next, @Nullable ConnectionThreads afterSend) {
    if (failure != null || !(value instanceof CompletionStage<?> stage)) {
      return endSettled(next, value, failure, later);
    }
    CompletableFuture<@Nullable Object> result = Outcomes.futureOf(stage);
    if (result.isDone()) {
      Ended ended = endedOf(result);
      return endSettled(next, ended.value, ended.failure, later);
    }
    return afterSend != null && scope.awaitsOnlyOwnSend(stage)
        ? goOn(result, next, new SendWait(), afterSend.of(Work.OTHER))
        : goOn(result, next, new CompletableFuture<>(), later);
  }

  private CompletableFuture<Void> goOn(
      CompletableFuture<@Nullable Object> result,
      Next next,
      CompletableFuture<Void> over,
      Executor executor) {
    whenOver(
        result,
        (returned, thrown) -> {
          CompletableFuture<?> settling = endSettled(next, returned, thrown, executor);
          if (settling == null) {
            over.complete(null);
          } else {
            var unusedFuture = settling.whenComplete((done, failed) -> over.complete(null));
          }
        },
        executor);
    return over;
  }

  /** Hands on an outcome: here if it is there, else on the executor. */
  private static void whenOver(
      CompletableFuture<@Nullable Object> stage, Next next, Executor executor) {
    if (stage.isDone()) {
      Ended ended = endedOf(stage);
      next.take(ended.value, ended.failure);
      return;
    }
    var unusedFuture =
        stage.whenComplete(
            (result, thrown) ->
                HubThreads.run(executor, () -> next.take(result, Outcomes.unwrap(thrown))));
  }

  /** Ends the call once what it has begun is settled; null if it is already. */
  private @Nullable CompletableFuture<?> endSettled(
      Next next, @Nullable Object result, @Nullable Throwable thrown, Executor executor) {
    CompletableFuture<Void> settled = scope.settled();
    if (settled.isDone()) {
      end(next, result, thrown, endedOf(settled).failure);
      return null;
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    var unusedFuture =
        settled.whenComplete(
            (unused, undone) ->
                HubThreads.run(
                    executor,
                    () -> {
                      end(next, result, thrown, Outcomes.unwrap(undone));
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
      Next next, @Nullable Object result, @Nullable Throwable thrown, @Nullable Throwable undone) {
    try {
      Throwable failed = thrown != null ? thrown : undone;
      next.take(failed == null ? result : null, failed);
    } catch (RuntimeException | Error e) {
      log.error("a call could not be completed", e);
    } finally {
      release(undone);
    }
  }

  private void release(@Nullable Throwable undone) {
    H released = hub;
    if (released != null) {
      if (undone != null) {
        action.failedLater(undone);
      }
      dispatch.release(released);
    }
    action.over();
  }

  private record Ended(@Nullable Object value, @Nullable Throwable failure) {}
}
