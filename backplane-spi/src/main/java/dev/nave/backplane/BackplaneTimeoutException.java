package dev.nave.backplane;

import org.jspecify.annotations.Nullable;

/**
 * Unknown: no answer came in time, or the connection broke while one was awaited. A publication
 * that fails so may have reached every node, some or none, and may still do so.
 */
public final class BackplaneTimeoutException extends BackplaneException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception without an underlying one. */
  public BackplaneTimeoutException(String message) {
    this(message, null);
  }

  /** Creates an exception; it always {@linkplain #isTransient() is transient}. */
  public BackplaneTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause, true);
  }
}
