package dev.nave.hub.internal.accounting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The counters of some topics, and the lock under which they are used. The lock is held while a
 * number is assigned and its publication is handed over, so that numbers are sent in order.
 *
 * <p>The outcome of a number goes into a queue, for the next thread that takes the lock. A
 * backplane may report it while it holds a lock of its own, which it also takes when a publication
 * is handed over.
 */
final class CounterStripe {
  private final AnnouncementCount announcements;
  private final LongSupplier nanoTime;
  private final int maxCounters;
  private final int maxVoids;

  /** By topic, the least recently used first. */
  @GuardedBy("this")
  private final Map<String, TopicCounter> counters = new LinkedHashMap<>(16, 0.75f, true);

  CounterStripe(
      AnnouncementCount announcements, LongSupplier nanoTime, int maxCounters, int maxVoids) {
    this.announcements = announcements;
    this.nanoTime = nanoTime;
    this.maxCounters = maxCounters;
    this.maxVoids = maxVoids;
  }

  private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();

  /** A number, and the counter that wants to know what became of it. */
  record Taken(long number, TopicCounter counter) {}

  private record Settled(Taken taken, boolean isVoid) {}

  /** Takes the next number of a topic. */
  synchronized Taken take(String topic) {
    settleAll(announcements.current());
    TopicCounter counter = counters.get(topic);
    if (counter == null || counter.isExhausted()) {
      if (counter != null) {
        announcements.passEpoch(counter.epoch());
        counters.remove(topic);
      } else if (counters.size() >= maxCounters) {
        dropLeastRecentlyUsed();
      }
      counter = new TopicCounter(topic, announcements.current(), maxVoids);
      counters.put(topic, counter);
    }
    return new Taken(counter.take(nanoTime.getAsLong()), counter);
  }

  @GuardedBy("this")
  private void dropLeastRecentlyUsed() {
    Iterator<TopicCounter> all = counters.values().iterator();
    // The topic may be used again at once, and then needs another epoch.
    announcements.passEpoch(all.next().epoch());
    all.remove();
  }

  /** Says what became of a number. Takes no lock. */
  void settle(Taken taken, boolean isVoid) {
    settled.add(new Settled(taken, isVoid));
  }

  @GuardedBy("this")
  private void settleAll(long changedIn) {
    for (Settled next = settled.poll(); next != null; next = settled.poll()) {
      next.taken().counter().settle(next.taken().number(), next.isVoid(), changedIn);
    }
  }

  /**
   * Hands over what receivers should know of each counter that changed since an announcement.
   *
   * @param announcement the one that will say so; what is found here has changed before it
   */
  synchronized void tellChanges(long announcement, long since, Consumer<Announcement.Item> items) {
    settleAll(announcement - 1);
    for (TopicCounter counter : counters.values()) {
      if (counter.changedIn() >= since && counter.hasSettled()) {
        items.accept(counter.item(since));
      }
    }
  }

  /** Drops counters that were not used for that long and of which all was told. */
  synchronized void dropIdle(long idleNanos, long toldSince) {
    settleAll(announcements.current());
    long now = nanoTime.getAsLong();
    counters
        .values()
        .removeIf(counter -> counter.changedIn() < toldSince && counter.isIdle(now, idleNanos));
  }

  synchronized int size() {
    return counters.size();
  }
}
