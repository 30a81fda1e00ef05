package dev.nave.spring.boot;

/** A library of the application is too old. The message says which version was found and needed. */
public final class UnsupportedVersionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public UnsupportedVersionException(String message) {
    super(message);
  }
}
