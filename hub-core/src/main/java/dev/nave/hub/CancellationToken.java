package dev.nave.hub;

/**
 * Tells somebody who is at work that nobody waits for the result any more. Any thread.
 *
 * <p>Cancelling is a wish: who is at work looks at it when it suits.
 */
public interface CancellationToken {
  /** Returns whether the work may stop. */
  boolean isCancelled();

  /**
   * Runs {@code callback} once, on the hub executor, when the token is cancelled, or at once if it
   * is.
   *
   * @return runs to forget the callback; without effect once it has begun
   */
  Runnable onCancelled(Runnable callback);
}
