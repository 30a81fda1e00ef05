package dev.nave.hub.internal.server;

import dev.nave.hub.internal.stages.Outcomes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future that knows whether the application looks at its failure, or at that of a stage derived
 * from it: by waiting for it, asking for it, by a function that is given it, or by handing it on to
 * {@code thenCompose} of another stage. {@code allOf} and {@code anyOf} cannot be seen from here.
 * Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class WatchedStage<T extends @Nullable Object> extends CompletableFuture<T> {
  private final AtomicBoolean seen;

  private WatchedStage(AtomicBoolean seen) {
    this.seen = seen;
  }

  /** Returns a future that ends as a stage does. */
  static <T extends @Nullable Object> WatchedStage<T> of(CompletableFuture<T> stage) {
    WatchedStage<T> watched = new WatchedStage<>(new AtomicBoolean());
    stage.whenComplete(
        (value, failure) -> Outcomes.complete(watched, value, Outcomes.unwrap(failure)));
    return watched;
  }

  /** Returns whether somewhere the failure has been looked at, or would be. */
  boolean isSeen() {
    return seen.get();
  }

  private void seen() {
    seen.set(true);
  }

  /** The JDK sets a bound by {@code whenComplete}, by which the application looks at nothing. */
  @Override
  public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
    boolean before = seen.get();
    super.orTimeout(timeout, unit);
    seen.set(before);
    return this;
  }

  @Override
  public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
    boolean before = seen.get();
    super.completeOnTimeout(value, timeout, unit);
    seen.set(before);
    return this;
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new WatchedStage<>(seen);
  }

  @Override
  public CompletableFuture<T> toCompletableFuture() {
    seen();
    return super.toCompletableFuture();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    seen();
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    seen();
    return super.get(timeout, unit);
  }

  @Override
  public T join() {
    seen();
    return super.join();
  }

  @Override
  public T getNow(T valueIfAbsent) {
    seen();
    return super.getNow(valueIfAbsent);
  }

  @Override
  public boolean isCompletedExceptionally() {
    seen();
    return super.isCompletedExceptionally();
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> handle(
      BiFunction<? super T, @Nullable Throwable, ? extends U> next) {
    seen();
    return super.handle(next);
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
      BiFunction<? super T, @Nullable Throwable, ? extends U> next) {
    seen();
    return super.handleAsync(next);
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
      BiFunction<? super T, @Nullable Throwable, ? extends U> next, Executor executor) {
    seen();
    return super.handleAsync(next, executor);
  }

  @Override
  public CompletableFuture<T> whenComplete(
      BiConsumer<? super @Nullable T, ? super @Nullable Throwable> next) {
    seen();
    return super.whenComplete(next);
  }

  @Override
  public CompletableFuture<T> whenCompleteAsync(
      BiConsumer<? super @Nullable T, ? super @Nullable Throwable> next) {
    seen();
    return super.whenCompleteAsync(next);
  }

  @Override
  public CompletableFuture<T> whenCompleteAsync(
      BiConsumer<? super @Nullable T, ? super @Nullable Throwable> next, Executor executor) {
    seen();
    return super.whenCompleteAsync(next, executor);
  }

  @Override
  public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> next) {
    seen();
    return super.exceptionally(next);
  }

  @Override
  public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> next) {
    seen();
    return super.exceptionallyAsync(next);
  }

  @Override
  public CompletableFuture<T> exceptionallyAsync(
      Function<Throwable, ? extends T> next, Executor executor) {
    seen();
    return super.exceptionallyAsync(next, executor);
  }

  @Override
  public CompletableFuture<T> exceptionallyCompose(
      Function<Throwable, ? extends CompletionStage<T>> next) {
    seen();
    return super.exceptionallyCompose(next);
  }

  @Override
  public CompletableFuture<T> exceptionallyComposeAsync(
      Function<Throwable, ? extends CompletionStage<T>> next) {
    seen();
    return super.exceptionallyComposeAsync(next);
  }

  @Override
  public CompletableFuture<T> exceptionallyComposeAsync(
      Function<Throwable, ? extends CompletionStage<T>> next, Executor executor) {
    seen();
    return super.exceptionallyComposeAsync(next, executor);
  }
}
