package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one connection, in nanoseconds of the loop's clock. Loop only.
 *
 * <p>Source: the reference server's HubConnectionContext. It pings at its interval, busy or not. It
 * measures a client's silence only once the client has pinged; here that is an option, since a
 * client that never pings would be let alone for good.
 */
final class ConnectionTimers {
  /** Later than this is never: nanoseconds do not reach much farther. */
  private static final Duration FARTHEST_EXPIRY = Duration.ofDays(36_500);

  private final HubOptions options;

  /** When the client was pinged last; before the handshake is done, when the connection began. */
  private long pingedAt;

  private long receivedAt;
  private boolean clientPings;
  private boolean halfMessage;
  private long messageBegunAt;
  private boolean expires;
  private long expiresAt;

  ConnectionTimers(HubOptions options, long now) {
    this.options = options;
    pingedAt = now;
  }

  void handshakeDone(long now) {
    pingedAt = now;
    receivedAt = now;
  }

  void messageReceived(long now) {
    receivedAt = now;
    halfMessage = false;
  }

  /** All was read that was received, and it ends within a message. */
  void halfMessage(long now) {
    if (!halfMessage) {
      messageBegunAt = now;
    }
    halfMessage = true;
  }

  /** All was read that was received, and it ends with a message. */
  void noHalfMessage() {
    halfMessage = false;
  }

  /** The client is read from again: until now it could not be heard. */
  void readingResumed(long now) {
    receivedAt = now;
    messageBegunAt = now;
  }

  void pingReceived() {
    clientPings = true;
  }

  /**
   * Sets when the proof of who the client is expires.
   *
   * @param instant on the wall clock; null for never
   */
  void expireAt(@Nullable Instant instant, long now) {
    Instant today = Instant.now();
    expires = instant != null && instant.isBefore(today.plus(FARTHEST_EXPIRY));
    if (instant != null && expires) {
      long left = instant.isBefore(today) ? 0 : Duration.between(today, instant).toNanos();
      expiresAt = now + left;
    }
  }

  boolean isExpired(long now) {
    return expires && now - expiresAt >= 0;
  }

  boolean isHandshakeOverdue(long now) {
    return now - pingedAt >= options.handshakeTimeout().toNanos();
  }

  /**
   * Returns whether the client was silent for too long.
   *
   * @param pings whether nothing but its messages shows that it is there
   */
  boolean isClientOverdue(long now, boolean pings) {
    return (clientPings || (pings && !options.clientTimeoutFromFirstPing()))
        && now - receivedAt >= options.clientTimeout().toNanos();
  }

  boolean isMessageOverdue(long now) {
    return halfMessage && now - messageBegunAt >= options.messageTimeout().toNanos();
  }

  /** Returns whether to ping; if so, counts it as done. */
  boolean isPingDue(long now) {
    if (now - pingedAt < options.keepAliveInterval().toNanos()) {
      return false;
    }
    pingedAt = now;
    return true;
  }
}
