package dev.nave.hub.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a server module calls when something happens to a connection. On its loop, never blocks.
 *
 * <p>The methods do not throw: an implementation that fails in its work for a connection logs that
 * and ends the connection in question itself, in the same way whatever the transport is.
 */
public interface TransportReceiver {

  /**
   * Bytes came from the client, in order, cut anywhere.
   *
   * @param bytes handed over: the caller neither reads nor writes the array any more
   */
  void received(byte[] bytes);

  /** Everything received in this turn of the loop has been handed over. */
  void receivedAll();

  /** The client's socket took bytes again: {@link TransportConnection#pendingBytes} has fallen. */
  void writable();

  /**
   * Either side has ended the connection. The last call, made once.
   *
   * @param how whether the client closed it
   * @param cause what went wrong, where something did
   */
  void closed(ConnectionEnd how, @Nullable Throwable cause);

  /**
   * Whether a connection was ended on purpose. Only after an accident may it be replaced by
   * another.
   */
  enum ConnectionEnd {
    /** A closing handshake was begun by either side, or the server ended it. */
    GRACEFUL,
    /** The socket was cut. */
    CUT
  }
}
