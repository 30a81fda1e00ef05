package dev.nave.hub;

/** A client that was asked for a result gave none. What clients do answer is never this. */
public final class ClientResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why there is no answer. */
  public enum Reason {
    /** No server has the connection, so no client was asked. */
    NO_SUCH_CONNECTION,
    /** The connection ended before it answered. */
    DISCONNECTED,
    /**
     * The server of the connection stopped responding: the client may or may not have been asked.
     */
    SERVER_LOST,
    /** The client was asked, or may have been, and did not answer in time. */
    TIMED_OUT,
    /** As many results are pending as the options allow, so the client was not asked. */
    TOO_MANY,
    /** This server was stopped while it waited. */
    STOPPED
  }

  /** Creates an exception with the text for a log. */
  public ClientResultException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns why there is no answer. */
  public Reason reason() {
    return reason;
  }
}
