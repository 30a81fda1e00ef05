package dev.nave.spring.boot;

import org.jspecify.annotations.Nullable;

/** A property {@code nave.*} has a wrong name or value. The message says which, and why. */
public final class NavePropertyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String property;
  private final String reason;

  /**
   * Creates an exception.
   *
   * @param property the full name
   * @param reason what is wrong with it; names no secret
   */
  public NavePropertyException(String property, String reason, @Nullable Throwable cause) {
    super("property " + property + ": " + reason, cause);
    this.property = property;
    this.reason = reason;
  }

  /** Returns the full name of the property. */
  public String property() {
    return property;
  }

  /** Returns what is wrong with it. */
  public String reason() {
    return reason;
  }
}
