package dev.nave.hub.internal.accounting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Numbers the publications of this node on one topic, and remembers what became of them as far as
 * receivers need to know: up to where all are settled, and which were void.
 *
 * <p><b>Threading.</b> Owned by the lock of its {@link CounterStripe}.
 */
final class TopicCounter {
  private final String topic;
  private final long epoch;
  private final int maxVoids;
  private long taken;

  /** All numbers up to here are settled. */
  private long settled;

  /** Settled numbers beyond that. */
  private final NumberRanges settledAhead = new NumberRanges();

  /** Void numbers beyond that: an announcement of a number also names all voids up to it. */
  private final NumberRanges voidsAhead = new NumberRanges();

  private final Deque<VoidRun> voids = new ArrayDeque<>();

  /** How many announcements there had been when something changed last. */
  private long changedIn;

  private long usedNanos;

  /** VoidRun numbers that follow one another, and when they came to be. */
  private record VoidRun(long from, long to, long since) {}

  TopicCounter(String topic, long epoch, int maxVoids) {
    this.topic = topic;
    this.epoch = epoch;
    this.maxVoids = maxVoids;
  }

  /** Returns the number of the next publication. */
  long take(long nowNanos) {
    usedNanos = nowNanos;
    return Sequence.of(epoch, ++taken);
  }

  boolean isExhausted() {
    return taken == Sequence.MAX_COUNT;
  }

  /** Settles a number: as void if it certainly never arrives anywhere. */
  void settle(long number, boolean isVoid, long announcements) {
    long count = Sequence.count(number);
    if (isVoid) {
      voidsAhead.add(count, count);
    }
    if (count != settled + 1) {
      settledAhead.add(count, count);
      return;
    }
    settled = settledAhead.endOfRangeAt(count + 1);
    settledAhead.remove(count, settled);
    changedIn = announcements;
    while (!voidsAhead.isEmpty() && voidsAhead.first() <= settled) {
      long from = voidsAhead.first();
      long to = Math.min(voidsAhead.endOfRangeAt(from), settled);
      voidsAhead.remove(from, to);
      addVoid(from, to, announcements);
    }
  }

  private void addVoid(long from, long to, long announcements) {
    VoidRun newest = voids.peekLast();
    if (newest != null && newest.to() == from - 1 && newest.since() == announcements) {
      voids.removeLast();
      voids.addLast(new VoidRun(newest.from(), to, announcements));
      return;
    }
    voids.addLast(new VoidRun(from, to, announcements));
    if (voids.size() > maxVoids) {
      voids.removeFirst();
    }
  }

  long epoch() {
    return epoch;
  }

  /** Returns how many announcements there had been when it changed last. */
  long changedIn() {
    return changedIn;
  }

  boolean isIdle(long nowNanos, long idleNanos) {
    return settled == taken && nowNanos - usedNanos >= idleNanos;
  }

  /** Returns what receivers should know, with the voids since that announcement. */
  Announcement.Item item(long since) {
    List<Announcement.Range> known = new ArrayList<>();
    for (VoidRun each : voids) {
      if (each.since() >= since) {
        known.add(new Announcement.Range(each.from(), each.to()));
      }
    }
    return new Announcement.Item(topic, Sequence.of(epoch, settled), known);
  }

  /** Returns whether there is anything to tell. */
  boolean hasSettled() {
    return settled > 0;
  }
}
