package dev.nave.backplane.redis.internal.report;

import dev.nave.backplane.options.DurationText;
import java.time.Duration;

/** Text for log lines and messages. */
public final class Words {
  private static final int MAX_SHOWN_CHARS = 300;

  private Words() {}

  /** To the millisecond. */
  public static String of(Duration duration) {
    return DurationText.show(Duration.ofMillis(duration.toMillis()));
  }

  /** What a server said: without line breaks, and at most its beginning. */
  public static String clip(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_SHOWN_CHARS ? line : line.substring(0, MAX_SHOWN_CHARS) + "...";
  }
}
