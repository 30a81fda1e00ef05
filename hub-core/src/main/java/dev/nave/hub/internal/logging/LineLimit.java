package dev.nave.hub.internal.logging;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps one kind of log line from filling the log: so many an interval. Any thread. */
public final class LineLimit {
  private final int lines;
  private final Duration interval;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private long begin;

  @GuardedBy("this")
  private int written;

  @GuardedBy("this")
  private long omitted;

  /**
   * Creates a limit.
   *
   * @param lines how many lines are written in each interval
   * @param interval how long an interval is; one begins with the first line after the last
   */
  public LineLimit(int lines, Duration interval, LongSupplier nanoTime) {
    this.lines = lines;
    this.interval = interval;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns what to put behind the next line: how many before it were left out, or nothing. Null if
   * this one is to be left out, too.
   */
  public synchronized @Nullable String next() {
    if (isOver()) {
      written = 0;
    }
    if (written == 0) {
      begin = nanoTime.getAsLong();
    }
    if (written >= lines) {
      omitted++;
      return null;
    }
    written++;
    String text = omitted == 0 ? "" : " (" + omitted + " lines like this were left out before it)";
    omitted = 0;
    return text;
  }

  /**
   * Returns how many lines were left out in intervals that are over, of which no line has told yet,
   * and no line will tell any more.
   */
  public synchronized long takeOmitted() {
    if (!isOver()) {
      return 0;
    }
    written = 0;
    long taken = omitted;
    omitted = 0;
    return taken;
  }

  private synchronized boolean isOver() {
    return nanoTime.getAsLong() - begin >= interval.toNanos();
  }
}
