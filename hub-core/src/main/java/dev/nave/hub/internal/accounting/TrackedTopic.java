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
  private final AccountingSettings settings;

  @GuardedBy("this")
  private final Map<String, TrackedOrigin> byOrigin = new HashMap<>(4);

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
    this.settings = settings;
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
    TrackedOrigin numbers = byOrigin.get(origin.id());
    if (ended) {
      return Arrival.UNWANTED;
    }
    if (numbers == null) {
      if (!reserve()) {
        return Arrival.UNTRACKED;
      }
      numbers = begin(origin);
    }
    return numbers.receive(number);
  }

  /** Returns whether what an announcement says contradicts an earlier one. */
  synchronized boolean name(Origin origin, long announcement, Item item) {
    TrackedOrigin numbers = byOrigin.get(origin.id());
    if (numbers == null) {
      if (ended || confirmedAt == NOT_YET || !reserve()) {
        return false;
      }
      numbers = begin(origin);
    }
    return numbers.name(announcement, item);
  }

  @GuardedBy("this")
  private TrackedOrigin begin(Origin origin) {
    TrackedOrigin numbers = new TrackedOrigin(this, origin, settings);
    byOrigin.put(origin.id(), numbers);
    return numbers;
  }

  @GuardedBy("this")
  private boolean reserve() {
    if (pairs.incrementAndGet() > settings.maxTracked()) {
      pairs.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Settles what an announcement did not explain; returns false as the numbers do. */
  synchronized boolean settle(TrackedOrigin numbers, long announcement) {
    return ended || numbers.settle(announcement);
  }

  /** Settles what was announced by an origin that has fallen silent. */
  synchronized void giveUp(TrackedOrigin numbers) {
    if (!ended) {
      numbers.giveUp();
    }
  }

  /** Forgets an origin. */
  synchronized void forget(Origin origin) {
    TrackedOrigin numbers = byOrigin.remove(origin.id());
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
