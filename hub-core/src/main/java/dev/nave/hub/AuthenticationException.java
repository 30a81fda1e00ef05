package dev.nave.hub;

/**
 * Thrown by an {@link Authenticator} that does not believe a request. The text goes to the log
 * only.
 */
public final class AuthenticationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a reason; it must not contain the token. */
  public AuthenticationException(String message) {
    super(message);
  }
}
