package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.protocol.HubMessage;
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
   * Nothing more is read from the client: it has said that it leaves, or has sent what ends the
   * connection. What it sent before is done, and answered.
   *
   * @param whenAnswered to be called on the loop when that is so, or has taken too long
   */
  void finishing(HubConnection connection, Runnable whenAnswered);

  /**
   * The client has left before the hub has accepted the connection, which is asked no more and gets
   * nothing any more. What it sent is read if the hub accepts it in time. {@link #ended} follows.
   *
   * @param cause why; null if it ended as intended
   * @param whenTooLate to be called on the loop when the time for that is over
   */
  void left(HubConnection connection, @Nullable Throwable cause, Runnable whenTooLate);

  /**
   * A connection that was started is over: its Close message, if any, is on its way. Called again
   * if what was received must be dropped after all, and when more was read of what had been
   * received before the hub accepted the connection.
   *
   * @param cause why; null if it ended as intended
   * @param drops whether what was received and has not begun is dropped; it is done otherwise
   */
  void ended(HubConnection connection, @Nullable Throwable cause, boolean drops);
}
