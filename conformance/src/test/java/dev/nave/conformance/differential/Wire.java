package dev.nave.conformance.differential;

import java.io.IOException;

/**
 * One client's connection by one transport, made by hand on sockets: it hides and corrects nothing.
 * One thread sends, another receives.
 */
interface Wire extends AutoCloseable {
  /** How a client leaves without a hub message. */
  enum Leave {
    /** The transport's own polite end: a close frame, or DELETE where there are polls. */
    CLOSE,
    /** The end of what the client sends, or of its event stream. */
    FIN,
    /** A reset of the socket. */
    RESET
  }

  /** Adds what one frame, or one POST, carries. Nothing is sent before {@link #flush}. */
  void add(byte[] data, boolean inFragments) throws IOException;

  /** Sends what was added, in one piece or cut where it hurts most. */
  void flush(boolean inPieces) throws IOException;

  /** Sends what was added and leaves; returns at once. */
  void leave(Leave how) throws IOException;

  /**
   * Waits for the next bytes of the hub protocol.
   *
   * @throws Ended when there will be none
   */
  byte[] receive() throws Ended;

  /** Cuts the connection, if it is still there. */
  @Override
  void close();

  /** The server ended the connection. */
  final class Ended extends Exception {
    private static final long serialVersionUID = 1L;

    Ended(String how) {
      super(how);
    }

    String how() {
      return String.valueOf(getMessage());
    }
  }
}
