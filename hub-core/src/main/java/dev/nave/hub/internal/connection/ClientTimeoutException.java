package dev.nave.hub.internal.connection;

/** The client was silent for too long; the cause that {@code onDisconnected} gets. */
final class ClientTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClientTimeoutException() {
    super("Client hasn't sent a message/ping within the configured ClientTimeoutInterval.");
  }
}
