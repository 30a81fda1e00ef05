package dev.nave.hub.internal.connection;

import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.transport.ConnectionRequest;
import org.jspecify.annotations.Nullable;

/** What a hub does with its connections. Called on a connection's loop; never blocks. */
public interface ConnectionHandler {
  /**
   * The handshake is done and answered. The handler registers the connection, lets the hub accept
   * it, and then calls {@link HubConnection#opened} or {@link HubConnection#refused}.
   */
  void started(HubConnection connection);

  /** A message came that is not the connection's own business. */
  void message(HubConnection connection, HubMessage message);

  /** All messages that were received in this turn of the loop have been handed over. */
  void messagesRead(HubConnection connection);

  /**
   * The client has come back on a new link, as the same user. Nothing else happens: no message was
   * lost.
   *
   * @param request what it came with; its user may have other roles and another expiry now
   */
  default void returned(HubConnection connection, ConnectionRequest request) {}

  /**
   * A connection that was started is over: its Close message, if any, is on its way.
   *
   * @param cause why; null if it ended as intended
   */
  void ended(HubConnection connection, @Nullable Throwable cause);
}
