package dev.nave.hub.internal.fanout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps one kind of log line from filling the log: so many an interval. Any thread. */
final class LineLimit {
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
   */
  LineLimit(int lines, Duration interval, LongSupplier nanoTime) {
    this.lines = lines;
    this.interval = interval;
    this.nanoTime = nanoTime;
    begin = nanoTime.getAsLong();
  }

  /**
   * Returns what to put behind the next line: how many before it were left out, or nothing. Null if
   * this one is to be left out, too.
   */
  synchronized @Nullable String next() {
    long now = nanoTime.getAsLong();
    if (now - begin >= interval.toNanos()) {
      begin = now;
      written = 0;
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
}
