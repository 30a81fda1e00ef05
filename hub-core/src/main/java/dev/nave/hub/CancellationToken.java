package dev.nave.hub;

/**
 * Signals to running code that the caller no longer needs the result. Any thread.
 *
 * <p>Cancellation is cooperative: the running code checks the token when it can stop.
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
