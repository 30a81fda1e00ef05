package dev.nave.hub.internal.accounting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a node knows of one that publishes: its announcements, and what was lost of its
 * publications.
 *
 * <p><b>Threading.</b> Announcements of one node come one after another; all else from any thread.
 */
final class Origin {
  /** Of so many announcements it is known when they came. */
  private static final int HISTORY = 64;

  /** So many announcements in a row with numbers that were passed are believed. */
  private static final int ENOUGH_EARLIER = 3;

  private static final long NONE = -1;

  private final String id;
  private final LongAdder lost = new LongAdder();
  private final Queue<TrackedOrigin> open = new ConcurrentLinkedQueue<>();

  /** When the last announcements came, as stamps; a ring. */
  @GuardedBy("this")
  private final long[] heardAt = new long[HISTORY];

  @GuardedBy("this")
  private final long[] heardNumbers = new long[HISTORY];

  @GuardedBy("this")
  private int heardCount;

  @GuardedBy("this")
  private long told;

  /** The announcement that is being received; written by the code that receives announcements. */
  private volatile long current = NONE;

  // Only for the code that receives announcements.
  private int nextPiece;
  private boolean pieceMissing;
  private long earlier = NONE;
  private int earlierInARow;
  private boolean knownForOtherShape;

  /** All changes before the announcement of this number are known. */
  private volatile long complete = NONE;

  private volatile long lastSignNanos;
  private volatile long intervalNanos;
  private volatile boolean dead;

  /** Complete announcements since the link came back. */
  private final AtomicInteger completeSinceOutage = new AtomicInteger();

  Origin(String id, long nowNanos, long intervalNanos) {
    this.id = id;
    this.lastSignNanos = nowNanos;
    this.intervalNanos = intervalNanos;
  }

  String id() {
    return id;
  }

  /** Counts publications that never arrived here. */
  void lose(long publications) {
    if (publications > 0) {
      lost.add(publications);
    }
  }

  long lost() {
    return lost.sum();
  }

  /** Returns how many were lost since the last call. */
  synchronized long takeNewlyLost() {
    long now = lost.sum();
    long newly = now - told;
    told = now;
    return newly;
  }

  // Signs of life.

  /** Takes any message of the node as a sign of life. */
  void sign(long nowNanos, long newIntervalNanos) {
    lastSignNanos = nowNanos;
    intervalNanos = newIntervalNanos;
  }

  /** Does not count the time up to now as silence: this node could not hear anybody. */
  void excuseSilence(long nowNanos) {
    lastSignNanos = nowNanos;
  }

  /** Returns whether three announcements are overdue; half an interval of delay is allowed. */
  boolean isSilent(long nowNanos) {
    return nowNanos - lastSignNanos > 3 * intervalNanos + intervalNanos / 2;
  }

  long silentNanos(long nowNanos) {
    return nowNanos - lastSignNanos;
  }

  boolean isDead() {
    return dead;
  }

  void dead(boolean value) {
    dead = value;
  }

  // Announcements.

  /**
   * Takes the head of a piece of an announcement.
   *
   * @param stamp on the clock that also says when subscriptions were confirmed
   * @return whether it is new
   */
  boolean hear(Announcement piece, long stamp) {
    long number = piece.number();
    if (number < current && continuesEarlier(number)) {
      // A server counts its announcements up: the one of the later number was none of its own.
      forgetAnnouncements();
    }
    if (number < current || (number == current && piece.piece() < nextPiece)) {
      return false;
    }
    if (number != current) {
      current = number;
      nextPiece = 0;
      pieceMissing = false;
      earlierInARow = 0;
      remember(number, stamp);
    }
    pieceMissing |= piece.piece() != nextPiece;
    nextPiece = piece.piece() + 1;
    return true;
  }

  /**
   * Compares the shape that the node told with that of this one; 0 is not known.
   *
   * @return whether they differ, for the first time
   */
  boolean isNewlyOfOtherShape(long told, long own) {
    boolean newly = told != 0 && own != 0 && told != own && !knownForOtherShape;
    knownForOtherShape |= newly;
    return newly;
  }

  private boolean continuesEarlier(long number) {
    if (number == earlier) {
      return false; // Another piece of the same.
    }
    earlierInARow = number == earlier + 1 ? earlierInARow + 1 : 1;
    earlier = number;
    return earlierInARow >= ENOUGH_EARLIER;
  }

  private synchronized void forgetAnnouncements() {
    current = NONE;
    complete = NONE;
    heardCount = 0;
  }

  boolean hasAnnounced() {
    return current != NONE;
  }

  /**
   * Returns whether the node may have begun that many announcements, as far as its announcements
   * tell.
   */
  boolean mayHaveReached(long announcements, long maxJump) {
    return announcements <= Math.max(0, current) + maxJump;
  }

  private synchronized void remember(long number, long stamp) {
    heardNumbers[heardCount % HISTORY] = number;
    heardAt[heardCount % HISTORY] = stamp;
    heardCount++;
  }

  /**
   * Takes the end of an announcement.
   *
   * @return whether everything that changed before it is known now; else some must be asked for
   */
  boolean complete(Announcement last) {
    long known = complete;
    if (pieceMissing || (known != NONE && last.since() > known)) {
      return false;
    }
    complete = last.number();
    completeSinceOutage.incrementAndGet();
    return true;
  }

  /** Returns the announcement before which all changes are known; negative if there is none. */
  long complete() {
    return complete;
  }

  void forgetRecovery() {
    completeSinceOutage.set(0);
  }

  /** Returns whether what was missed in an outage is known: announced, and missing still. */
  boolean isRecovered() {
    return dead || completeSinceOutage.get() >= 2;
  }

  /**
   * Returns whether a counter of that epoch certainly began behind a moment: since an announcement
   * was heard after it that the node made before the counter began.
   *
   * @param stamp the moment
   */
  synchronized boolean beganBehind(long stamp, long epoch) {
    for (int i = heardCount - 1; i >= Math.max(0, heardCount - HISTORY); i--) {
      if (heardNumbers[i % HISTORY] < epoch) {
        return heardAt[i % HISTORY] > stamp;
      }
    }
    return false;
  }

  // Numbers that wait to be explained.

  /** Keeps numbers in mind that the next announcements should explain. */
  void await(TrackedOrigin numbers) {
    open.add(numbers);
  }

  /** Hands over all that wait. */
  List<TrackedOrigin> takeOpen() {
    List<TrackedOrigin> taken = new ArrayList<>();
    for (TrackedOrigin next = open.poll(); next != null; next = open.poll()) {
      taken.add(next);
    }
    return taken;
  }
}
