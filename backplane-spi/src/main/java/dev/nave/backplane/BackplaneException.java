package dev.nave.backplane;

import org.jspecify.annotations.Nullable;

/** A backplane could not do what it was asked. The subclasses say what became of a publication. */
public class BackplaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isTransient;

  /** Creates an exception; {@code isTransient} as in {@link #isTransient()}. */
  public BackplaneException(String message, @Nullable Throwable cause, boolean isTransient) {
    super(message, cause);
    this.isTransient = isTransient;
  }

  /**
   * Whether the cause is likely to pass by itself. That does not make it safe to repeat the call:
   * after a {@link BackplaneTimeoutException} the repetition may be a second copy.
   */
  public final boolean isTransient() {
    return isTransient;
  }
}
