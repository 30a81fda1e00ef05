package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;

/**
 * What a connection needs to outlive its link: what was sent and received, and since when there has
 * been no link.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class Reconnection {
  private final HubOptions options;
  private final ConnectionCounters counters;
  private final SentMessages sent;
  private final ReceivedMessages received;
  private boolean away;
  private long awaySince;

  Reconnection(ConnectionSettings settings, long now) {
    options = settings.options();
    counters = settings.counters();
    sent = new SentMessages(options.statefulReconnectBufferBytes());
    received = new ReceivedMessages(now);
  }

  SentMessages sent() {
    return sent;
  }

  ReceivedMessages received() {
    return received;
  }

  /** The link is gone. Returns whether to wait for another: only so many connections may. */
  boolean leave(long now) {
    away = counters.leave(options.maxAwayConnections());
    awaySince = now;
    return away;
  }

  /** There is a new link, or it is of no use any more. */
  void stopWaiting() {
    if (away) {
      away = false;
      counters.comeBack();
    }
  }

  /** Returns whether there is no link. */
  boolean isAway() {
    return away;
  }

  /** Returns whether there has been no link for too long. */
  boolean isOverdue(long now) {
    return away && now - awaySince >= options.disconnectTimeout().toNanos();
  }
}
