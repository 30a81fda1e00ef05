package dev.nave.hub.internal.connection;

import dev.nave.hub.HubException;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.ProtocolException;

/**
 * Puts together the error texts that clients see.
 *
 * <p>Source: the reference server's ErrorMessageHelper: the text alone, unless the exception is a
 * HubException or detailed errors are on; then the simple name of its class and its own text
 * follow.
 */
public final class ClientErrors {
  /** The error of a Close message when a connection ends otherwise than intended. */
  public static final String CONNECTION_CLOSED = "Connection closed with an error.";

  /** The error of a handshake that was not understood. */
  static final String HANDSHAKE_FAILED =
      "An unexpected error occurred during connection handshake.";

  /** The error of a handshake that was too late or too large. */
  static final String HANDSHAKE_CANCELED = "Handshake was canceled.";

  private ClientErrors() {}

  /** Returns {@code text}, with what may be told of {@code cause} behind it. */
  public static String compose(String text, Throwable cause, boolean detailedErrors) {
    if (!detailedErrors && !(cause instanceof HubException)) {
      return text;
    }
    if (cause instanceof ProtocolException protocolError) {
      return text + " " + protocolError.detail();
    }
    return text + " " + wireName(cause) + ": " + cause.getMessage();
  }

  /** Returns what a client is told when its connection ends because of {@code cause}. */
  static CloseMessage close(Throwable cause, boolean detailedErrors, boolean allowReconnect) {
    return new CloseMessage(compose(CONNECTION_CLOSED, cause, detailedErrors), allowReconnect);
  }

  /** Clients match on the names of the reference server's exceptions where there is one. */
  private static String wireName(Throwable cause) {
    if (cause instanceof BindingException) {
      return "InvalidDataException";
    }
    if (cause instanceof ClientTimeoutException) {
      return "OperationCanceledException";
    }
    return cause.getClass().getSimpleName();
  }

  /** Returns a piece of what a client sent, short and on one line, for a log or an exception. */
  public static String clip(String fromClient) {
    int end = Math.min(fromClient.length(), 100);
    StringBuilder clipped = new StringBuilder(end + 1);
    for (int i = 0; i < end; i++) {
      char c = fromClient.charAt(i);
      clipped.append(Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return fromClient.length() > end ? clipped.append('\u2026').toString() : clipped.toString();
  }
}
