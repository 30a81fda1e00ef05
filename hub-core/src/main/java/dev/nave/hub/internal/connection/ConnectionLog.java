package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.RefusalLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the beginning and the end of each connection, one line each, at DEBUG under the logger
 * {@value #LOGGER}. Costs nothing where that is off. Any thread.
 */
public final class ConnectionLog {
  /** The name of the logger. */
  public static final String LOGGER = "dev.nave.hub.connections";

  private static final Logger log = LoggerFactory.getLogger(LOGGER);

  private ConnectionLog() {}

  /** A client has shaken hands. */
  public static void started(
      String id, String hub, HubProtocol protocol, ConnectionRequest request) {
    if (log.isDebugEnabled()) {
      String userId = request.userId();
      log.debug(
          "connection {} of hub {} started: {} with {}, {}, from {}",
          id,
          hub,
          request.transport().wireName(),
          protocol.name(),
          userId == null ? "without a user" : "user " + RefusalLog.quote(userId),
          request.httpRequest().remoteAddress().map(Object::toString).orElse("an unknown address"));
    }
  }

  /**
   * A connection has ended.
   *
   * @param reason how, if that is known better than the others tell
   * @param cause what went wrong; null if nothing did
   * @param close what the client is told; null if nothing
   */
  static void ended(
      String id, @Nullable String reason, @Nullable Throwable cause, @Nullable CloseMessage close) {
    if (log.isDebugEnabled()) {
      log.debug("connection {} ended: {}", id, describe(reason, cause, close));
    }
  }

  private static String describe(
      @Nullable String reason, @Nullable Throwable cause, @Nullable CloseMessage close) {
    if (cause != null) {
      String what = cause.getClass().getSimpleName();
      String text = cause.getMessage();
      return (reason == null ? "because of " : reason + ": ")
          + (text == null ? what : what + ": " + RefusalLog.quote(text));
    }
    if (reason != null) {
      return reason;
    }
    return close != null && Boolean.TRUE.equals(close.allowReconnect())
        ? "the server sent its client elsewhere"
        : "the server ended it";
  }
}
