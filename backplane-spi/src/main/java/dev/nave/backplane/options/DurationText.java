package dev.nave.backplane.options;

import dev.nave.backplane.TopicText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as text: {@code 1500}, {@code 250ms}, {@code 5s}, {@code 1m}, {@code PT1.5S}. */
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,12})(ns|us|ms|s|m|h|d|)");
  private static final Pattern ISO = Pattern.compile("[+-]?p[-+.,0-9dthms]{1,60}");
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final Duration LONGEST_NANOS = Duration.ofNanos(Long.MAX_VALUE);

  private DurationText() {}

  /**
   * Reads a whole number with a unit out of {@code ns us ms s m h d}, in milliseconds without one;
   * or the form of ISO 8601, as {@link Duration#parse} takes it.
   *
   * @throws OptionException if it is neither
   */
  public static Duration parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Matcher matcher = FORM.matcher(lower);
    if (matcher.matches()) {
      // 12 digits of days are still within a Duration.
      return Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
    }
    if (ISO.matcher(lower).matches()) {
      try {
        return Duration.parse(lower);
      } catch (DateTimeException e) {
        throw unreadable(text, e);
      }
    }
    throw unreadable(text, null);
  }

  private static OptionException unreadable(String text, @Nullable Throwable cause) {
    return new OptionException(
        TopicText.quote(text)
            + " is no time; it must be a whole number of milliseconds, one with a unit out of ns,"
            + " us, ms, s, m, h, d, or a duration of ISO 8601 like PT1.5S",
        cause);
  }

  private static ChronoUnit unit(String text) {
    return switch (text) {
      case "ns" -> ChronoUnit.NANOS;
      case "us" -> ChronoUnit.MICROS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      case "d" -> ChronoUnit.DAYS;
      default -> ChronoUnit.MILLIS;
    };
  }

  /** Returns what {@link #parse} reads as the same. */
  public static String format(Duration value) {
    if (value.abs().compareTo(LONGEST_NANOS) > 0) {
      return value.toString();
    }
    return value.toNanos() % NANOS_PER_MILLI == 0
        ? value.toMillis() + "ms"
        : value.toNanos() + "ns";
  }

  /** Returns a text for people, like {@code 250 ms} or {@code 1 day}. */
  public static String show(Duration value) {
    if (value.toNanosPart() % NANOS_PER_MILLI != 0) {
      return value.toString();
    }
    if (value.toNanosPart() != 0) {
      return value.toMillis() + " ms";
    }
    if (value.toDays() > 0 && value.equals(Duration.ofDays(value.toDays()))) {
      return value.toDays() + (value.toDays() == 1 ? " day" : " days");
    }
    if (value.toHours() > 0 && value.equals(Duration.ofHours(value.toHours()))) {
      return value.toHours() + " h";
    }
    return value.toSeconds() + " s";
  }
}
