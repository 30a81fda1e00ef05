package dev.nave.hub.internal.loop;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.RoundRobin;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How the connections of one loop share the time that it has for reading. What a client sends is
 * read as it comes; those that have sent more than may be read in a turn are read on round-robin.
 *
 * <p>While reading takes long, those that have used more than their share of the loop's time go
 * into that line with all that they send, too. A connection has a 128th: so many are served at once
 * whatever the others do. What it leaves counts later, up to a millisecond; what it has used beyond
 * its share counts for a second, since a pause of the whole process counts, too.
 *
 * <p><b>Threading.</b> Owned by the loop.
 */
public final class ReadingTurns {
  private static final int SHARES = 128;
  private static final long MAX_SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(1) * SHARES;
  private static final long MAX_DEBT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConnectionLoop loop;
  private final RoundRobin line;
  private final long maxNanosPerTurn;
  private final Runnable endTurn = this::endTurn;

  /** What was read since the end of the last turn with much to read. */
  private long nanosOfTurn;

  private boolean busy;

  /**
   * Begins with nothing to read.
   *
   * @param maxPostponedTime how much time of a turn those in the line have, all together
   */
  ReadingTurns(ConnectionLoop loop, LongSupplier nanoTime, Duration maxPostponedTime) {
    this.loop = loop;
    this.line = new RoundRobin(loop, nanoTime, maxPostponedTime);
    this.maxNanosPerTurn = maxPostponedTime.toNanos();
  }

  /** Puts a connection into the line: what reads on for it runs in a later turn. */
  public void later(Runnable readOn) {
    line.add(readOn);
  }

  /**
   * Returns whether a connection has to go into the line with what it has sent now.
   *
   * @param paidAt what {@link #read} returned for it; at first, when it began
   */
  public boolean mustWait(long paidAt, long now) {
    return paidAt - now > 0 && (busy || line.isBusy());
  }

  /**
   * Counts what was read for a connection at a time.
   *
   * @param paidAt what this returned the last time; at first, when the connection began
   * @return when its share will have come to what it has used
   */
  public long read(long paidAt, long begun, long ended, int bytes) {
    // To receive, copy and check a byte has taken about a nanosecond before.
    long nanos = ended - begun + bytes;
    nanosOfTurn += nanos;
    if (nanosOfTurn > maxNanosPerTurn && !busy) {
      busy = true;
      loop.execute(endTurn); // Behind the sockets that this turn has yet to read from.
    }
    long saved = ended - MAX_SAVED_NANOS;
    long debt = (paidAt - saved > 0 ? paidAt : saved) + nanos * SHARES - ended;
    return ended + Math.min(debt, MAX_DEBT_NANOS);
  }

  private void endTurn() {
    nanosOfTurn = 0;
    busy = false;
  }
}
