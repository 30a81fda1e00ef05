package dev.nave.hub.testing;

/** A client could not connect; the text says at which step, and what the server answered. */
public final class ConnectionRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConnectionRefusedException(String message) {
    super(message);
  }
}
