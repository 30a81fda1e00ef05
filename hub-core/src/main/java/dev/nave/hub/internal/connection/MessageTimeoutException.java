package dev.nave.hub.internal.connection;

import java.time.Duration;

/** The client began a message and did not end it; the cause that {@code onDisconnected} gets. */
final class MessageTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MessageTimeoutException(Duration messageTimeout) {
    super(
        "The client has not ended a message within messageTimeout, which is "
            + messageTimeout
            + ".");
  }
}
