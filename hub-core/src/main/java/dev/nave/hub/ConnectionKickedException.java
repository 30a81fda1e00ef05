package dev.nave.hub;

import dev.nave.hub.protocol.CloseMessage;

/** Tells {@code onDisconnected} that the application ended the connection. */
public final class ConnectionKickedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CloseMessage told;

  /** Creates the exception; the message of the Close is its own, too. */
  public ConnectionKickedException(CloseMessage told) {
    super(told.error() == null ? "the application ended the connection" : told.error());
    this.told = told;
  }

  /** Returns what the client was told. */
  public CloseMessage told() {
    return told;
  }
}
