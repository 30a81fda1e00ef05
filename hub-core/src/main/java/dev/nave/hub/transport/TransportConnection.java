package dev.nave.hub.transport;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;

/**
 * The connection to one client that a server module provides: a WebSocket, an event stream, one
 * poll. The connection behind it may outlive it.
 *
 * <p>All methods are for the connection's own loop, except {@link #loop} and {@link #framing}.
 * After the connection has ended they do nothing.
 */
public interface TransportConnection {

  /** Returns the loop on which this connection lives. Any thread. */
  ConnectionLoop loop();

  /** Returns how messages of that format are wrapped on this connection. Any thread. */
  Framing framing(TransferFormat format);

  /**
   * Returns how messages are wrapped that may be sent again on a later connection of the same
   * client, whatever that one agreed to. Any thread.
   */
  default Framing lastingFraming(TransferFormat format) {
    return framing(format);
  }

  /** Returns whether messages in that format can be sent on this connection. Any thread. */
  default boolean carries(TransferFormat format) {
    return true;
  }

  /**
   * Says that what is written from now on has that format, for a server module that is to say so to
   * the client. Before that it is text. At most once.
   */
  default void writesIn(TransferFormat format) {}

  /**
   * Returns whether the server must ping to be known to be alive. Not where the client hears from
   * it regularly anyhow. Any thread.
   */
  default boolean needsPings() {
    return true;
  }

  /**
   * Returns whether there is a socket that bytes can go to. Between two polls there is none, and
   * then a client cannot be blamed for what it does not take.
   */
  default boolean hasSocket() {
    return true;
  }

  /**
   * Says that the hub has accepted it: a connection that holds its answer to the handshake back, so
   * that a refusal can go with it, holds it no longer. At most once.
   */
  default void accepted() {}

  /**
   * Queues a buffer made by {@link ConnectionLoop#join} of this connection's loop, until a flush.
   */
  void write(OutboundBuffer buffer);

  /** Hands what was written to the client's socket, as far as it takes it. */
  void flush();

  /** Returns the number of bytes written and not yet taken by the client's socket. */
  long pendingBytes();

  /**
   * Stops the flow of {@link TransportReceiver#received}; what was read already may still come.
   *
   * <p>A server module that cannot stop to read keeps what comes up to a bound of its own, and ends
   * the connection with an error beyond that. It never holds up a thread instead.
   */
  void pauseReading();

  /** Lets {@link TransportReceiver#received} go on. */
  void resumeReading();

  /**
   * Ends the connection once everything written has gone out, or after a time-out of the server
   * module.
   *
   * @param how tells the client whether the server ended it as intended
   */
  void close(CloseStatus how);

  /** Ends the connection at once; what was written and not taken is lost. */
  void abort();

  /** How a server ends a connection. Source: RFC 6455, section 7.4.1. */
  enum CloseStatus {
    /** As intended, or after a hub message that says why (WebSocket close code 1000). */
    NORMAL(1000),
    /** The server failed (WebSocket close code 1011). */
    ERROR(1011);

    private final int webSocketCode;

    CloseStatus(int webSocketCode) {
      this.webSocketCode = webSocketCode;
    }

    /** Returns the code of the WebSocket close frame. */
    public int webSocketCode() {
      return webSocketCode;
    }
  }
}
