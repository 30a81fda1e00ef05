package dev.nave.backplane.options;

import dev.nave.backplane.TopicText;
import java.time.Duration;

/** Checks of single values; each returns the value, or says what is wrong with name and limit. */
public final class Checks {
  private Checks() {}

  /** From {@code lowest} to {@code highest}. */
  public static int inRange(String name, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw outOfRange(
          name, String.valueOf(lowest), String.valueOf(highest), String.valueOf(value));
    }
    return value;
  }

  /** From {@code lowest} to {@code highest}. */
  public static Duration inRange(String name, Duration value, Duration lowest, Duration highest) {
    if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
      throw outOfRange(
          name, DurationText.show(lowest), DurationText.show(highest), DurationText.show(value));
    }
    return value;
  }

  /** From 1 to {@code maxChars} printable characters. */
  public static String text(String name, String value, int maxChars) {
    boolean printable = value.chars().noneMatch(Character::isISOControl);
    if (value.isEmpty() || value.length() > maxChars || !printable) {
      throw new OptionException(
          name
              + " must have from 1 to "
              + maxChars
              + " printable characters but was "
              + TopicText.quote(value));
    }
    return value;
  }

  static OptionException outOfRange(String name, String lowest, String highest, String value) {
    return new OptionException(
        name + " must be from " + lowest + " to " + highest + " but was " + value);
  }
}
