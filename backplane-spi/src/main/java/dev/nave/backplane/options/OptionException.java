package dev.nave.backplane.options;

import org.jspecify.annotations.Nullable;

/**
 * An option has a wrong name or value, or contradicts another one. The message names the option,
 * shows the value unless it is or may be secret, and says what is allowed.
 */
public final class OptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public OptionException(String message) {
    super(message);
  }

  /** Creates an exception with a cause. */
  public OptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
