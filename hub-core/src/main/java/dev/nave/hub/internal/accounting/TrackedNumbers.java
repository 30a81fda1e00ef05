package dev.nave.hub.internal.accounting;

import dev.nave.hub.internal.accounting.Announcement.Range;
import java.util.List;

/**
 * Which numbers of one origin on one topic arrived, and which are missing.
 *
 * <p>A missing number may have been void, or may still be under way. Voids are named with the
 * numbers up to which everything is settled, at the latest. So what has been named and is missing
 * at the next announcement is lost.
 *
 * <p><b>Threading.</b> Owned by the lock of its {@link TrackedTopic}.
 */
final class TrackedNumbers {
  private static final long NONE = -1;

  private final TrackedTopic topic;
  private final Origin origin;
  private final int maxGaps;
  private final NumberRanges missing = new NumberRanges();
  private long epoch;

  /** Whether it is settled from which number on this is about. */
  private boolean anchored;

  /** The last that arrived. */
  private long last;

  /** All up to here arrived, are missing, or are void or lost. */
  private long top;

  private long named;
  private long namedBefore;
  private long namedIn = NONE;

  /** Up to here all voids are known. */
  private long explained;

  private boolean waiting;

  private TrackedNumbers(TrackedTopic topic, Origin origin, long epoch, int maxGaps) {
    this.topic = topic;
    this.origin = origin;
    this.epoch = epoch;
    this.maxGaps = maxGaps;
  }

  /** Begins with a number that arrived and is yet to be {@linkplain #receive received}. */
  static TrackedNumbers beginAt(
      long number, boolean fromFirst, TrackedTopic topic, Origin origin, int maxGaps) {
    TrackedNumbers numbers = new TrackedNumbers(topic, origin, Sequence.epoch(number), maxGaps);
    numbers.anchor(fromFirst ? 0 : Sequence.count(number) - 1);
    return numbers;
  }

  /**
   * Begins with a number that is about to be {@linkplain #name named}. What was published before it
   * may not have been meant for this node, unless it was there before the counter.
   */
  static TrackedNumbers beginBehind(
      long number, boolean fromFirst, TrackedTopic topic, Origin origin, int maxGaps) {
    TrackedNumbers numbers = new TrackedNumbers(topic, origin, Sequence.epoch(number), maxGaps);
    if (fromFirst) {
      numbers.anchor(0);
    }
    return numbers;
  }

  private void anchor(long base) {
    anchored = true;
    last = base;
    top = base;
  }

  /** Returns whether a number is new, and not one that was given up. */
  boolean receive(long number) {
    if (!follow(number)) {
      return false;
    }
    long count = Sequence.count(number);
    if (!anchored) {
      anchor(count - 1);
      extend(named);
    }
    if (count <= last) {
      return false;
    }
    if (count > top) {
      extend(count - 1);
      top = count;
    } else if (missing.remove(count, count) == 0) {
      return false;
    }
    last = count;
    waitIfOpen();
    return true;
  }

  /** Takes what an announcement says: that all up to a number are settled, these being void. */
  void name(long announcement, long number, List<Range> voids) {
    if (!follow(number)) {
      return;
    }
    if (namedIn != announcement) {
      namedBefore = named;
      namedIn = announcement;
    }
    named = Math.max(named, Sequence.count(number));
    if (anchored) {
      extend(named);
      voids.forEach(range -> missing.remove(range.from(), range.to()));
    }
    waitIfOpen();
  }

  /** Settles what was named before that announcement, by which all voids so far are known. */
  void settle(long announcement) {
    waiting = false;
    explained = named;
    long due = namedIn == announcement ? namedBefore : named;
    if (anchored) {
      origin.lose(missing.remove(0, due));
    } else if (namedIn != announcement || namedBefore > 0) {
      // Heard of twice: whatever comes from now on was published after the subscription.
      anchor(named);
    }
    waitIfOpen();
  }

  /** Settles all that was explained: the origin is silent. The rest may be void. */
  void giveUp() {
    waiting = false;
    origin.lose(missing.remove(0, explained));
    waitIfOpen();
  }

  /** Settles everything: nothing more will be heard of these numbers. */
  void loseAll() {
    origin.lose(missing.remove(0, Sequence.MAX_COUNT));
  }

  /** Begins anew if the number is of another counter; returns false if that is an earlier one. */
  private boolean follow(long number) {
    long newEpoch = Sequence.epoch(number);
    if (newEpoch <= epoch) {
      return newEpoch == epoch;
    }
    loseAll();
    epoch = newEpoch;
    named = 0;
    namedBefore = 0;
    explained = 0;
    namedIn = NONE;
    if (anchored || topic.wasThereBefore(origin, newEpoch)) {
      anchor(0); // This node was there before the counter was.
    }
    return true;
  }

  private void extend(long to) {
    if (to > top) {
      missing.add(top + 1, to);
      top = to;
      while (missing.ranges() > maxGaps) {
        origin.lose(missing.removeFirst());
      }
    }
  }

  private void waitIfOpen() {
    if (!waiting && (!anchored || !missing.isEmpty())) {
      waiting = true;
      origin.await(this);
    }
  }

  TrackedTopic topic() {
    return topic;
  }
}
