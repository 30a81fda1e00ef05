package dev.nave.backplane.redis.internal.report;

import java.time.Duration;

/** Shows things as people write them, in one line. */
public final class Words {
  private static final int MAX_SHOWN_CHARS = 300;

  private Words() {}

  public static String of(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** What a server said: without line breaks, and at most its beginning. */
  public static String clip(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_SHOWN_CHARS ? line : line.substring(0, MAX_SHOWN_CHARS) + "...";
  }
}
