package dev.nave.backplane.redis.internal.subscribe;

import java.util.ArrayList;
import java.util.List;

/**
 * The envelopes that one read of a connection has brought so far. They are handed over together at
 * its end, so that the listener need not wake its threads for each.
 *
 * <p><b>Threading.</b> The loop of the connection.
 */
final class ReadEnvelopes {
  /** So many do not wait for more: a read may bring a megabyte of small ones. */
  private static final int MAX_WAITING = 128;

  private final SubscriptionTable table;
  private final Subscription.Holder connection;
  private List<Runnable> waiting = new ArrayList<>();

  ReadEnvelopes(SubscriptionTable table, Subscription.Holder connection) {
    this.table = table;
    this.connection = connection;
  }

  /** Adds one behind the others. */
  void add(byte[] channel, byte[] body) {
    waiting.add(() -> table.deliver(channel, body, connection));
    if (waiting.size() == MAX_WAITING) {
      handOver();
    }
  }

  /** Hands over what waits: the read has ended, or something comes that must be behind it. */
  void handOver() {
    if (waiting.isEmpty()) {
      return;
    }
    List<Runnable> all = waiting;
    waiting = new ArrayList<>();
    if (all.size() == 1) {
      all.get(0).run();
    } else {
      table.together(() -> all.forEach(Runnable::run));
    }
  }
}
