package dev.nave.hub.internal.accounting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.accounting.Announcement.Item;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The numbers on one topic, per origin, while this node is subscribed to it.
 *
 * <p><b>Threading.</b> Any thread; everything is under this object's lock.
 */
final class TrackedTopic {
  private static final long NOT_YET = Long.MAX_VALUE;

  private final AtomicInteger pairs;
  private final int maxPairs;
  private final int maxGaps;

  @GuardedBy("this")
  private final Map<String, TrackedNumbers> byOrigin = new HashMap<>(4);

  @GuardedBy("this")
  private long confirmedAt = NOT_YET;

  @GuardedBy("this")
  private boolean ended;

  /**
   * Creates a topic that is subscribed to.
   *
   * @param pairs counts the pairs of origin and topic of all topics
   */
  TrackedTopic(AtomicInteger pairs, AccountingSettings settings) {
    this.pairs = pairs;
    this.maxPairs = settings.maxTracked();
    this.maxGaps = settings.maxGaps();
  }

  /** Says that the subscription was confirmed at a moment on the clock of announcements. */
  synchronized void confirm(long stamp) {
    confirmedAt = Math.min(confirmedAt, stamp);
  }

  /** Ends with the subscription: numbers that are still missing do not count. */
  synchronized void end() {
    ended = true;
    pairs.addAndGet(-byOrigin.size());
    byOrigin.clear();
  }

  synchronized Arrival receive(Origin origin, long number) {
    TrackedNumbers numbers = byOrigin.get(origin.id());
    if (ended) {
      return Arrival.UNWANTED;
    }
    if (numbers == null) {
      if (!reserve()) {
        return Arrival.UNTRACKED;
      }
      numbers =
          TrackedNumbers.beginAt(
              number, wasThereBefore(origin, Sequence.epoch(number)), this, origin, maxGaps);
      byOrigin.put(origin.id(), numbers);
    }
    return numbers.receive(number) ? Arrival.NEW : Arrival.DUPLICATE;
  }

  synchronized void name(Origin origin, long announcement, Item item) {
    TrackedNumbers numbers = byOrigin.get(origin.id());
    if (numbers == null) {
      if (ended || confirmedAt == NOT_YET || !reserve()) {
        return;
      }
      numbers =
          TrackedNumbers.beginBehind(
              item.number(),
              wasThereBefore(origin, Sequence.epoch(item.number())),
              this,
              origin,
              maxGaps);
      byOrigin.put(origin.id(), numbers);
    }
    numbers.name(announcement, item.number(), item.voids());
  }

  @GuardedBy("this")
  private boolean reserve() {
    if (pairs.incrementAndGet() > maxPairs) {
      pairs.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Settles what an announcement did not explain. */
  synchronized void settle(TrackedNumbers numbers, long announcement) {
    if (!ended) {
      numbers.settle(announcement);
    }
  }

  /** Settles what was announced by an origin that has fallen silent. */
  synchronized void giveUp(TrackedNumbers numbers) {
    if (!ended) {
      numbers.giveUp();
    }
  }

  /** Forgets an origin. */
  synchronized void forget(Origin origin) {
    TrackedNumbers numbers = byOrigin.remove(origin.id());
    if (numbers != null) {
      numbers.loseAll();
      pairs.decrementAndGet();
    }
  }

  /** With the lock. Returns whether this node was subscribed before that counter began. */
  synchronized boolean wasThereBefore(Origin origin, long epoch) {
    return origin.beganBehind(confirmedAt, epoch);
  }
}
