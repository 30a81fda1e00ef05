package dev.nave.hub.internal.streams;

import java.time.Duration;

/** The client sent more than the server processes; the cause that {@code onDisconnected} gets. */
public final class BacklogOverflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private BacklogOverflowException(String message) {
    super(message);
  }

  /** A method waits for what the client would send; a client sees it with detailed errors only. */
  static BacklogOverflowException stuck(int maxBacklogBytes) {
    return new BacklogOverflowException(
        "Twice maxBacklogBytes, which is "
            + maxBacklogBytes
            + ", wait and nothing was taken for the client timeout: a hub method waits for what the"
            + " client would send after that.");
  }

  /** A method does not ask for the items of its upload. */
  public static BacklogOverflowException stalled(int maxBacklogBytes, Duration uploadStallTimeout) {
    return new BacklogOverflowException(
        "As many bytes wait as maxBacklogBytes allows, which is "
            + maxBacklogBytes
            + ", and no item of an upload was taken for uploadStallTimeout, which is "
            + uploadStallTimeout
            + ": its hub method does not ask for items.");
  }
}
