package dev.nave.hub.internal.connection;

/** The client took its messages too slowly; the cause that {@code onDisconnected} gets. */
final class SlowConsumerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SlowConsumerException(String message) {
    super(message);
  }
}
