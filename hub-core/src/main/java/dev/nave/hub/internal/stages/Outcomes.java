package dev.nave.hub.internal.stages;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How stages end. Pure functions. */
public final class Outcomes {
  private Outcomes() {}

  /** Returns what a stage failed with first, before others wrapped it; null for null. */
  public static @Nullable Throwable unwrap(@Nullable Throwable failure) {
    return failure == null ? null : cause(failure);
  }

  /** Returns what a stage failed with first, before others wrapped it. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * Returns a stage of the application's own that ends as another one does, on the same thread. A
   * failure is handed on as it is: the stages that the JDK derives from another one wrap it.
   */
  public static <T extends @Nullable Object> CompletableFuture<T> copy(CompletableFuture<T> stage) {
    CompletableFuture<T> copy = new CompletableFuture<>();
    var unusedFuture =
        stage.whenComplete((value, failure) -> complete(copy, value, unwrap(failure)));
    return copy;
  }

  /**
   * Returns a stage that ends as another one does, but on an executor if that is not over yet, so
   * that the thread that ends it runs no code of the application. Once the executor has ended with
   * its server, it ends where the other does. A failure is handed on as {@link #copy} does.
   */
  public static <T extends @Nullable Object> CompletableFuture<T> on(
      Executor executor, CompletableFuture<T> stage) {
    if (stage.isDone()) {
      return stage.isCompletedExceptionally() ? copy(stage) : stage;
    }
    CompletableFuture<T> ended = new CompletableFuture<>();
    var unusedFuture =
        stage.whenComplete(
            (value, failure) ->
                HubThreads.run(executor, () -> complete(ended, value, unwrap(failure))));
    return ended;
  }

  /**
   * Ends a future, with a failure or without, on an executor; here once that has ended with its
   * server.
   */
  public static void end(
      Executor executor, CompletableFuture<Void> future, @Nullable Throwable failure) {
    HubThreads.run(
        executor,
        () -> {
          if (failure == null) {
            future.complete(null);
          } else {
            future.completeExceptionally(failure);
          }
        });
  }

  /**
   * Returns a future that ends as a stage of the application does. Not every stage can be made a
   * future; one that cannot even be waited for is one that has failed.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The application may return null here.
  public static CompletableFuture<@Nullable Object> futureOf(CompletionStage<?> stage) {
    CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    try {
      stage.whenComplete((result, failure) -> complete(future, result, failure));
    } catch (Throwable e) { // Not every language declares what it throws.
      future.completeExceptionally(e);
    }
    return future;
  }

  /** Ends a future as a stage has ended. */
  public static <T extends @Nullable Object> void complete(
      CompletableFuture<T> future, T value, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(failure);
    }
  }
}
