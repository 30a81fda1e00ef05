package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a hub does with one of its connections. Called on the connection's loop; never blocks.
 *
 * <p>Nothing is called before {@link #started}.
 */
public interface ConnectionHandler {
  /**
   * The handshake is done and answered. The handler registers the connection, lets the hub accept
   * it, and then calls {@link HubConnection#opened} or {@link HubConnection#refused}.
   */
  void started();

  /** The client calls a method. */
  void invoked(InvocationMessage call);

  /** The client calls a method that answers with a stream. */
  void invoked(StreamInvocationMessage call);

  /** The client sent an item of an upload. */
  void item(StreamItemMessage item);

  /** The client ended an upload, or answers what it was asked. */
  void completed(CompletionMessage completion);

  /** The client cancels a call. */
  void cancelled(CancelInvocationMessage cancellation);

  /** All messages that were received in this turn of the loop have been handed over. */
  void messagesRead();

  /**
   * The client has come back on a new link, as the same user. Nothing else happens: no message was
   * lost.
   *
   * @param request what it came with; its user may have other roles and another expiry now
   */
  default void returned(ConnectionRequest request) {}

  /**
   * Nothing more is read from the client: it has said that it leaves, or has sent what ends the
   * connection. What it sent before is done, and answered.
   *
   * @param whenAnswered to be called on the loop when that is so, or has taken too long
   */
  void finishing(Runnable whenAnswered);

  /**
   * The server stops. What the client sent is done and answered, and it may answer what it was
   * asked and go on with its uploads; what it calls from now on is refused. May be called again.
   *
   * @param whenAnswered to be called on the loop when that is so
   */
  void draining(Runnable whenAnswered);

  /**
   * The client has left before the hub has accepted the connection, which is asked no more and gets
   * nothing any more. What it sent is read if the hub accepts it in time. {@link #ended} follows.
   *
   * @param cause why; null if it ended as intended
   * @param whenTooLate to be called on the loop when the time for that is over
   */
  void left(@Nullable Throwable cause, Runnable whenTooLate);

  /**
   * A connection that was started is over: its Close message, if any, is on its way. Called again
   * if what was received must be dropped after all, and when more was read of what had been
   * received before the hub accepted the connection.
   *
   * @param cause why; null if it ended as intended
   * @param drops whether what was received and has not begun is dropped; it is done otherwise
   */
  void ended(@Nullable Throwable cause, boolean drops);
}
