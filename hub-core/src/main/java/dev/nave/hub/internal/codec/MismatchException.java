package dev.nave.hub.internal.codec;

import java.io.IOException;

/** Says inside a codec that a value is not of the type asked for. Without a stack trace: cheap. */
public final class MismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with what does not fit. */
  public MismatchException(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
