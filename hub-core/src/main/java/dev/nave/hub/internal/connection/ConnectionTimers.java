package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;

/**
 * The deadlines of one connection, in nanoseconds of the loop's clock. Loop only.
 *
 * <p>Source: the reference server's HubConnectionContext. It pings at its interval, busy or not;
 * the client's silence is measured only once the client has pinged.
 */
final class ConnectionTimers {
  private final HubOptions options;
  private final long startedAt;
  private long pingedAt;
  private long receivedAt;
  private boolean clientPings;

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
