package dev.nave.hub;

import dev.nave.backplane.Topics;

/**
 * No server that can be reached has the connection that was to be changed. Either it has ended, or
 * its server is cut off from the others at the moment.
 */
public final class ConnectionNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception for the connection of that id. */
  public ConnectionNotFoundException(String connectionId) {
    super(
        "no server has connection "
            + Topics.quote(connectionId)
            + " at the moment: it has ended, or its server is cut off from the backplane");
  }
}
