package dev.nave.backplane.redis;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 1500}, {@code 250ms}, {@code 5s}, {@code 1m}. */
final class DurationText {
  private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,12})(ns|us|ms|s|m|h|d|)");
  private static final long NANOS_PER_MILLI = 1_000_000;

  private DurationText() {}

  /** Reads a number with a unit; milliseconds without one, as both kinds of string have it. */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new RedisConfigurationException(
          OptionChecks.quote(text)
              + " is no time; it must be a whole number of milliseconds, or one with a unit out of"
              + " ns, us, ms, s, m, h, d");
    }
    // 12 digits of days are still within a Duration.
    return Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
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

  /** Returns what {@link #parse} reads as the same; for times up to a year. */
  static String format(Duration value) {
    return value.toNanos() % NANOS_PER_MILLI == 0
        ? value.toMillis() + "ms"
        : value.toNanos() + "ns";
  }

  /** Returns a text for people, like {@code 250 ms} or {@code 1 day}. */
  static String show(Duration value) {
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
