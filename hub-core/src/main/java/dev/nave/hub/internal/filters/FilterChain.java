package dev.nave.hub.internal.filters;

import dev.nave.hub.HubFilter;
import dev.nave.hub.internal.stages.Outcomes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs one call through the filters of its hub.
 *
 * <p>It stays on the thread of the call as long as each filter calls the next before it returns.
 * Else it continues on the executor, so that hub code does not run on the thread that completes a
 * stage for which a filter waits.
 *
 * @param <S> what is called
 */
final class FilterChain<S> {
  private final List<HubFilter> filters;
  private final Around<S> around;
  private final End<S> end;
  private final Executor executor;
  private final Executor stageExecutor;

  /** Calls the method of a filter that suits what is called. */
  @FunctionalInterface
  interface Around<S> {
    CompletionStage<?> call(HubFilter filter, S subject, Next<S> next) throws Exception;
  }

  /** What all filters surround. */
  @FunctionalInterface
  interface End<S> {
    @Nullable Object call(S subject) throws Throwable;
  }

  /** What one filter surrounds. Never throws. */
  @FunctionalInterface
  interface Next<S> {
    CompletionStage<@Nullable Object> call(S subject);
  }

  /**
   * Creates the way of one call.
   *
   * @param executor where what was put off goes on
   * @param stageExecutor where the stages end that filters get
   */
  FilterChain(
      List<HubFilter> filters,
      Around<S> around,
      End<S> end,
      Executor executor,
      Executor stageExecutor) {
    this.filters = filters;
    this.around = around;
    this.end = end;
    this.executor = executor;
    this.stageExecutor = stageExecutor;
  }

  /**
   * Calls the outermost filter.
   *
   * @return the value, or a stage of it if it is not there yet
   * @throws Throwable what the call has failed with already
   */
  @SuppressWarnings("FutureReturnValueIgnored") // Who calls hubs looks for stages.
  @Nullable Object pass(S subject) throws Throwable {
    CompletableFuture<@Nullable Object> outcome = from(0, subject);
    if (!outcome.isDone()) {
      return outcome;
    }
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private CompletableFuture<@Nullable Object> from(int index, S subject) {
    CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
    try {
      if (index == filters.size()) {
        settle(outcome, end.call(subject));
      } else {
        settle(outcome, through(index, subject));
      }
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      outcome.completeExceptionally(e);
    }
    return outcome;
  }

  private CompletionStage<?> through(int index, S subject) throws Exception {
    HubFilter filter = filters.get(index);
    Inner inner = new Inner(index + 1);
    try {
      CompletionStage<?> outcome = around.call(filter, subject, inner);
      if (outcome == null) {
        throw new IllegalStateException(
            "hub filter " + filter.getClass().getName() + " returned null instead of a stage");
      }
      return outcome;
    } finally {
      inner.leave();
    }
  }

  private void settle(CompletableFuture<@Nullable Object> outcome, @Nullable Object value) {
    if (!(value instanceof CompletionStage<?> stage)) {
      outcome.complete(value);
      return;
    }
    var unusedFuture =
        Outcomes.on(stageExecutor, Outcomes.futureOf(stage))
            .whenComplete(
                (result, failure) -> Outcomes.complete(outcome, result, Outcomes.unwrap(failure)));
  }

  /** The rest of the way, seen from a filter. */
  private final class Inner implements Next<S> {
    private final int index;
    private volatile @Nullable Thread caller = Thread.currentThread();

    Inner(int index) {
      this.index = index;
    }

    /** The filter has returned; any further call comes from other code. */
    void leave() {
      caller = null;
    }

    @Override
    public CompletionStage<@Nullable Object> call(S subject) {
      if (Thread.currentThread() == caller) {
        return from(index, subject);
      }
      CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
      try {
        executor.execute(() -> settle(outcome, from(index, subject)));
      } catch (RuntimeException e) { // The server has stopped.
        outcome.completeExceptionally(e);
      }
      return outcome;
    }
  }
}
