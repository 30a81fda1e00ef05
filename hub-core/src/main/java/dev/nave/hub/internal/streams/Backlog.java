package dev.nave.hub.internal.streams;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.connection.PendingResultIds;
import dev.nave.hub.internal.loop.InboundBudget;

/**
 * The messages of one client that wait: invocations that were not started, items of its uploads.
 * Decides whether more is read.
 *
 * <p>At its limit reading pauses. Then nothing arrives any more, neither pings nor the message that
 * would end the wait. So while a call of the client can be cancelled, or the server waits for a
 * message of the client, reading continues to twice the limit, and pauses there. While the clients
 * of the loop together keep more than they may, the limit is a sixteenth.
 *
 * <p><b>Threading.</b> Any thread; whether to read is for the loop to ask. Nothing is called under
 * the lock.
 */
public final class Backlog implements PendingResultIds.Waiting {
  private final int maxBytes;

  /** However much the clients of the loop keep, no less may wait. */
  private final int leastLimit;

  private final InboundBudget budget;
  private final Listener listener;

  @GuardedBy("this")
  private long bytes;

  /** What the budget of the loop knows of them. */
  @GuardedBy("this")
  private long reportedBytes;

  /** Without what the buffers of uploads hold. */
  @GuardedBy("this")
  private long countedBytes;

  @GuardedBy("this")
  private int waiters;

  @GuardedBy("this")
  private int cancellable;

  @GuardedBy("this")
  private boolean paused;

  /** Whether the pause began, or went on, at twice the bound. */
  @GuardedBy("this")
  private boolean pausedAtTwice;

  /** Whether reading is paused because of what others keep, and not of what this client does. */
  @GuardedBy("this")
  private boolean pausedForOthers;

  /** Whether the loop was told that it may read again, and has not asked yet. */
  @GuardedBy("this")
  private boolean told;

  @GuardedBy("this")
  private boolean movedOn;

  /** How many uploads hold items that their methods do not ask for. */
  @GuardedBy("this")
  private int unasked;

  /** Whether something was taken since the last look at whether uploads stall. */
  @GuardedBy("this")
  private boolean takenSinceStallCheck;

  /** Is told that reading may go on. */
  @FunctionalInterface
  public interface Listener {
    /** Reading was paused, and may go on. Any thread; must not block. */
    void mayGoOn();
  }

  /** Whether something that waits has a buffer to wait in, besides the backlog. */
  public enum Place {
    /** It counts in full. */
    BACKLOG,
    /** It counts at twice the bound only, where memory is at stake. */
    BUFFER
  }

  /**
   * Begins with nothing.
   *
   * @param maxBytes the bound, in bytes
   * @param budget counts the backlogs of all connections of the loop, and lowers the bound
   * @param listener told when reading was paused and may go on
   */
  public Backlog(int maxBytes, InboundBudget budget, Listener listener) {
    this.maxBytes = maxBytes;
    this.leastLimit = InboundBudget.leastLimit(maxBytes);
    this.budget = budget;
    this.listener = listener;
  }

  /**
   * Counts something that came.
   *
   * @return whether to ask now if more may be read; while little waits, it may
   */
  @CanIgnoreReturnValue
  public boolean add(int weight, Place place) {
    long unreported;
    boolean asks;
    synchronized (this) {
      bytes += weight;
      if (place == Place.BACKLOG) {
        countedBytes += weight;
      }
      unreported = takeUnreported();
      asks = paused || bytes >= leastLimit;
    }
    report(unreported);
    return asks;
  }

  /** Counts something that was taken, or dropped. */
  public void remove(int weight, Place place) {
    long unreported;
    boolean tells;
    synchronized (this) {
      movedOn = true;
      takenSinceStallCheck = true;
      bytes -= weight;
      if (place == Place.BACKLOG) {
        countedBytes -= weight;
      }
      unreported = takeUnreported();
      tells = takeChange();
    }
    report(unreported);
    if (tells) {
      listener.mayGoOn();
    }
  }

  @GuardedBy("this")
  private long takeUnreported() {
    long change = bytes - reportedBytes;
    if (bytes != 0 && Math.abs(change) < InboundBudget.STEP_BYTES) {
      return 0;
    }
    reportedBytes = bytes;
    return change;
  }

  private void report(long change) {
    if (change != 0) {
      budget.add(change);
    }
  }

  /** The server begins to wait for a message of the client: an item, a result. */
  @Override
  public void beginToWait() {
    boolean tells;
    synchronized (this) {
      waiters++;
      tells = takeChange();
    }
    if (tells) {
      listener.mayGoOn();
    }
  }

  /** One such wait is over. */
  @Override
  public synchronized void endToWait() {
    waiters--;
  }

  /** An upload holds items, and its method asks for none of them. */
  public synchronized void beginUnasked() {
    unasked++;
  }

  /** The method of such an upload asks for items, or the upload is over. */
  public synchronized void endUnasked() {
    unasked--;
  }

  /** A call begins that the client can cancel. */
  public void beginCancellable() {
    boolean tells;
    synchronized (this) {
      cancellable++;
      tells = takeChange();
    }
    if (tells) {
      listener.mayGoOn();
    }
  }

  /** A call is over that the client could cancel. */
  public synchronized void endCancellable() {
    cancellable--;
  }

  /** Returns whether more is to be read from now on. Loop only. */
  public synchronized boolean mayRead() {
    told = false;
    int limit = budget.limit(maxBytes);
    boolean pauses = !wantsMore(limit);
    movedOn &= paused == pauses; // A pause begins without.
    takenSinceStallCheck &= paused == pauses;
    paused = pauses;
    pausedAtTwice = pauses && (pausedAtTwice || isAtTwice(limit));
    pausedForOthers = pauses && limit < maxBytes && wantsMore(maxBytes);
    return !pauses;
  }

  /**
   * Returns whether reading is paused only because the clients of the loop together keep too much.
   * Then it is for the loop to look again when they do not. Loop only.
   */
  public synchronized boolean isPausedForOthers() {
    return pausedForOthers;
  }

  /**
   * Returns whether reading is paused, the server waits for a message of the client, and nothing
   * was taken since the last call of this method: then the pause might never end. Loop only.
   */
  public synchronized boolean isStuck() {
    boolean stuck = paused && waiters > 0 && !movedOn;
    movedOn = false;
    return stuck;
  }

  /**
   * Returns whether reading is paused, an upload holds items that its method does not ask for, and
   * nothing was taken since the last time this was asked: what would make the method ask may stand
   * behind the pause. Loop only.
   */
  public synchronized boolean isStalled() {
    boolean stalled = paused && unasked > 0 && !takenSinceStallCheck;
    takenSinceStallCheck = false;
    return stalled;
  }

  /** Returns whether the loop is to be told now that it may read again. */
  @GuardedBy("this")
  private boolean takeChange() {
    boolean tells = paused && !told && wantsMore(maxBytes);
    told |= tells;
    return tells;
  }

  @GuardedBy("this")
  private boolean isAtTwice(int limit) {
    return bytes >= 2L * limit;
  }

  @GuardedBy("this")
  private boolean wantsMore(int limit) {
    if (isAtTwice(limit)) {
      return false;
    }
    if (waiters > 0 || cancellable > 0) {
      // Once it has paused there, half a bound is to be gone, or it would pause again at once.
      return !pausedAtTwice || bytes <= limit + limit / 2;
    }
    return paused ? countedBytes <= limit / 2 && bytes <= limit : countedBytes < limit;
  }
}
