package dev.nave.hub.internal.stages;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

  /** Ends a future as a stage has ended: not every stage can be made a future. */
  public static <T extends @Nullable Object> void complete(
      CompletableFuture<T> future, T value, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(failure);
    }
  }
}
