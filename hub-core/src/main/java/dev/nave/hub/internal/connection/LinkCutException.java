package dev.nave.hub.internal.connection;

import org.jspecify.annotations.Nullable;

/** The client's socket ended without a goodbye; the cause that {@code onDisconnected} gets. */
final class LinkCutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LinkCutException(@Nullable Throwable cause) {
    super("The remote party closed the connection without completing the close handshake.", cause);
  }
}
