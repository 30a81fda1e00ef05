package dev.nave.backplane.redis.internal.subscribe;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The envelopes that one read of a connection has brought so far. They are handed over together at
 * its end, so that the listener need not wake its threads for each.
 *
 * <p><b>Threading.</b> The loop of the connection.
 */
final class ReadEnvelopes {
  private static final Logger log = LoggerFactory.getLogger(ReadEnvelopes.class);

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
      deliver(all.get(0));
    } else {
      table.together(() -> all.forEach(ReadEnvelopes::deliver));
    }
  }

  /** One that cannot be delivered takes no other with it. */
  private static void deliver(Runnable envelope) {
    try {
      envelope.run();
    } catch (RuntimeException | Error e) {
      log.error("an envelope could not be delivered", e);
    }
  }
}
