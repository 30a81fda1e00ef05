package dev.nave.hub;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method on one connection, and can ask it for a result. Any thread.
 *
 * <p>Arguments are encoded before {@code invoke} returns. The future is done with what the client's
 * method returned, which may be null, and completes on no event loop: what depends on it may block.
 * It fails with
 *
 * <ul>
 *   <li>{@link HubException}: the client answered with an error, which is its text, or with nothing
 *       at all, or with something that the type cannot be made of;
 *   <li>{@link ClientResultException}: there is no answer, for the {@linkplain
 *       ClientResultException#reason reason} given;
 *   <li>{@link dev.nave.backplane.BackplaneException} or {@link
 *       dev.nave.hub.protocol.EncodingException}: as a {@linkplain ClientProxy send} does;
 *   <li>{@link IllegalStateException}: it was asked from {@link AbstractHub#onConnected}, before
 *       anything that the client says is read.
 * </ul>
 *
 * Cancelling the future forgets the question; the client is not told. An answer that comes later is
 * dropped.
 *
 * <p>Inside a hub method {@code join()} is fine. While an answer is awaited the invocation does not
 * count among those that may run at a time, so that the next calls of the client are served.
 */
public interface SingleClientProxy extends ClientProxy {
  /**
   * Returns a proxy of the same connection that waits so long for a result, instead of {@link
   * HubOptions#clientResultTimeout}.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive
   */
  SingleClientProxy withTimeout(Duration timeout);

  /** Calls {@code method} without arguments and asks for its result. */
  <T> CompletableFuture<@Nullable T> invoke(Class<T> result, String method);

  /** Calls {@code method} with one argument, which may be null or an array. */
  <T> CompletableFuture<@Nullable T> invoke(
      Class<T> result, String method, @Nullable Object argument);

  /** Calls {@code method} with two or more arguments and asks for its result. */
  <T> CompletableFuture<@Nullable T> invoke(
      Class<T> result,
      String method,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object... more);

  /** Calls {@code method} without arguments and asks for its result. */
  <T> CompletableFuture<@Nullable T> invoke(TypeRef<T> result, String method);

  /** Calls {@code method} with one argument, which may be null or an array. */
  <T> CompletableFuture<@Nullable T> invoke(
      TypeRef<T> result, String method, @Nullable Object argument);

  /** Calls {@code method} with two or more arguments and asks for its result. */
  <T> CompletableFuture<@Nullable T> invoke(
      TypeRef<T> result,
      String method,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object... more);
}
