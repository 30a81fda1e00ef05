package dev.nave.hub.protocol;

/** Says that a value of the application cannot be encoded by a hub protocol. Nothing was sent. */
public final class EncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with what was to be encoded, and what stands against it. */
  public EncodingException(String message) {
    super(message);
  }

  /** Creates the exception with what was to be encoded, and why that failed. */
  public EncodingException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Creates the exception for a value that a hub protocol cannot write. */
  public static EncodingException of(Object value, String protocol, Throwable cause) {
    String reason = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    return new EncodingException(
        "cannot write a " + value.getClass().getName() + " as " + protocol + ": " + reason, cause);
  }
}
