package dev.nave.backplane;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Stages as a {@link Backplane} returns them, for those who implement or use one. */
public final class Stages {
  private Stages() {}

  /**
   * Returns a stage that ends as the future does and that its receiver cannot complete. What
   * depends on it gets a failure as it is: {@link CompletableFuture#minimalCompletionStage} would
   * wrap it in a {@link CompletionException}.
   *
   * <p>Completes on the thread that completes the future.
   */
  public static <T extends @Nullable Object> CompletionStage<T> readOnly(
      CompletableFuture<T> future) {
    View<T> view = new View<>();
    var unusedStage = future.whenComplete(view::end);
    return view;
  }

  /** Returns what a failure is about, without the wrappers of futures. */
  public static Throwable unwrap(Throwable failure) {
    Throwable at = failure;
    while ((at instanceof CompletionException || at instanceof ExecutionException)
        && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  private static final class View<T extends @Nullable Object> extends CompletableFuture<T> {
    void end(T value, @Nullable Throwable failure) {
      if (failure == null) {
        super.complete(value);
      } else {
        super.completeExceptionally(unwrap(failure));
      }
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }

    /** A copy, which its receiver may complete. */
    @Override
    public CompletableFuture<T> toCompletableFuture() {
      return copy();
    }

    @Override
    public boolean complete(T value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void obtrudeValue(T value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void obtrudeException(Throwable failure) {
      throw new UnsupportedOperationException();
    }
  }
}
