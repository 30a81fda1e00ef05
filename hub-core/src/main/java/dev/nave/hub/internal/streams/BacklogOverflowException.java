package dev.nave.hub.internal.streams;

/** The client sent too much of what nobody takes; the cause that {@code onDisconnected} gets. */
public final class BacklogOverflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; a client sees its text only with detailed errors. */
  public BacklogOverflowException(int maxBacklogBytes) {
    super(
        "Twice maxBacklogBytes, which is "
            + maxBacklogBytes
            + ", wait and nothing was taken for the client timeout: a hub method waits for what the"
            + " client would send after that.");
  }
}
