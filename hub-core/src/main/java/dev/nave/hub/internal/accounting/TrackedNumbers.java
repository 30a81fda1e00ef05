package dev.nave.hub.internal.accounting;

import dev.nave.hub.internal.accounting.Announcement.Range;
import java.util.List;

/**
 * Which numbers of one counter of an origin arrived, and which are missing.
 *
 * <p>A number is missing if its origin announced that everything up to it is settled, and it did
 * not arrive. A missing number may have been void, or may still be under way. Voids are named with
 * the numbers up to which everything is settled, at the latest. So what has been named and is
 * missing at the next announcement is lost. What only publications say is not believed: a number
 * far ahead of the others makes none of those before it missing.
 *
 * <p><b>Threading.</b> Owned by the lock of its {@link TrackedTopic}.
 */
final class TrackedNumbers {
  private static final long NONE = -1;

  private final Origin origin;
  private final long epoch;
  private final int maxGaps;
  private final long maxJump;
  private final NumberRanges missing = new NumberRanges();

  /** What arrived beyond {@link #top}. */
  private final NumberRanges ahead = new NumberRanges();

  /** Whether it is settled from which number on this is about. */
  private boolean anchored;

  /** This is about the numbers behind it. */
  private long base;

  /** Whether one at or before the base arrived. Those of one origin come in order, so one lies. */
  private boolean baseInDoubt;

  /** All between the base and here arrived, are missing, or are void or lost. */
  private long top;

  private long named;
  private long namedBefore;
  private long namedIn = NONE;

  /** Up to here all voids are known. */
  private long explained;

  /** Creates the numbers of a counter; from its first on, or from one that is yet to come. */
  TrackedNumbers(Origin origin, long epoch, boolean fromFirst, int maxGaps, long maxJump) {
    this.origin = origin;
    this.epoch = epoch;
    this.maxGaps = maxGaps;
    this.maxJump = maxJump;
    anchored = fromFirst;
  }

  long epoch() {
    return epoch;
  }

  boolean isAnchored() {
    return anchored;
  }

  /** Settles that this is about the numbers behind that one. */
  void anchor(long at) {
    anchored = true;
    base = at;
    top = at;
  }

  /** Takes a number that arrived. */
  Arrival receive(long count) {
    if (!anchored) {
      anchor(count - 1);
      extend(named);
    }
    if (count <= base) {
      baseInDoubt = true;
      return Arrival.DOUBTED;
    }
    if (count <= top) {
      return missing.remove(count, count) > 0 ? Arrival.NEW : Arrival.DUPLICATE;
    }
    if (ahead.contains(count)) {
      return Arrival.DUPLICATE;
    }
    boolean doubtful = count - top > maxJump;
    if (count == top + 1) {
      top = count;
      reachAhead();
    } else {
      ahead.add(count, count);
      if (ahead.ranges() > maxGaps) {
        ahead.removeLast(); // Forged ones are far away, those of the origin are near.
      }
    }
    return doubtful ? Arrival.DOUBTED : Arrival.NEW;
  }

  private void reachAhead() {
    if (!ahead.isEmpty()) {
      top = ahead.endOfRangeAt(top + 1);
      ahead.remove(0, top);
    }
  }

  /** Returns whether an announcement of that number contradicts what is known. */
  boolean isContradictedBy(long count) {
    return count < named || (baseInDoubt && count < base);
  }

  /** Takes what an announcement says: that all up to a number are settled, these being void. */
  void name(long announcement, long count, List<Range> voids) {
    if (namedIn != announcement) {
      namedBefore = named;
      namedIn = announcement;
    }
    named = Math.max(named, count);
    if (anchored) {
      extend(named);
      voids.forEach(range -> missing.remove(range.from(), range.to()));
    }
  }

  /** Settles what was named before that announcement, by which all voids so far are known. */
  void settle(long announcement) {
    explained = named;
    long due = namedIn == announcement ? namedBefore : named;
    if (anchored) {
      origin.lose(missing.remove(0, due));
    } else if (namedIn != announcement || namedBefore > 0) {
      // Heard of twice: whatever comes from now on was published after the subscription.
      anchor(named);
    }
  }

  /** Settles all that was explained: the origin is silent. The rest may be void. */
  void giveUp() {
    origin.lose(missing.remove(0, explained));
  }

  /** Settles everything that was announced: nothing more will be heard of these numbers. */
  void loseAll() {
    origin.lose(missing.remove(0, Sequence.MAX_COUNT));
  }

  private void extend(long to) {
    if (to > top) {
      missing.add(top + 1, to);
      missing.removeAll(ahead);
      ahead.remove(0, to);
      top = to;
      reachAhead();
      while (missing.ranges() > maxGaps) {
        origin.lose(missing.removeFirst());
      }
    }
  }

  /** Returns whether announcements are waited for. */
  boolean isOpen() {
    return !anchored || !missing.isEmpty();
  }
}
