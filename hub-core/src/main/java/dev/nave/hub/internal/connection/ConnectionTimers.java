package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one connection, in nanoseconds of the loop's clock. Loop only.
 *
 * <p>Source: the reference server's HubConnectionContext. It pings at its interval, busy or not;
 * the client's silence is measured only once the client has pinged.
 */
final class ConnectionTimers {
  /** Later than this is never: nanoseconds do not reach much farther. */
  private static final Duration FARTHEST_EXPIRY = Duration.ofDays(36_500);

  private final HubOptions options;
  private final long startedAt;
  private long pingedAt;
  private long receivedAt;
  private boolean clientPings;
  private boolean expires;
  private long expiresAt;

  ConnectionTimers(HubOptions options, long now) {
    this.options = options;
    this.startedAt = now;
  }

  void handshakeDone(long now) {
    pingedAt = now;
    receivedAt = now;
  }

  void messageReceived(long now) {
    receivedAt = now;
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
    return now - startedAt >= options.handshakeTimeout().toNanos();
  }

  boolean isClientOverdue(long now) {
    return clientPings && now - receivedAt >= options.clientTimeout().toNanos();
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
