package dev.nave.hub.internal.reconnect;

/**
 * A client that came back goes on behind messages that never came; the cause that {@code
 * onDisconnected} gets.
 */
public final class SequenceGapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SequenceGapException() {
    super("Sequence ID greater than amount of messages we've received.");
  }
}
