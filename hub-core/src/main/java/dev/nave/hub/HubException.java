package dev.nave.hub;

/**
 * An error whose text the calling client may read. Thrown by a hub method it becomes the error of
 * the completion; thrown by {@code onConnected}, the reason of the refusal.
 *
 * <p>Clients see the simple name of the class in front of the text.
 */
public class HubException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with the text for the client. */
  public HubException(String message) {
    super(message);
  }

  /** Creates the exception with the text for the client, and its cause, which stays here. */
  public HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
