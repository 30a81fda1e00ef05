package dev.nave.transport.websocket.internal;

import java.time.Duration;

/** Checks values of settings. Pure functions. */
public final class Ranges {
  /** The longest duration of a setting. */
  public static final Duration MAX_DURATION = Duration.ofDays(1);

  private Ranges() {}

  /**
   * Returns {@code value}.
   *
   * @throws IllegalArgumentException if it is out of range, with the name, the value and the range
   */
  public static int check(String name, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + " must be from " + lowest + " to " + highest + " but was " + value);
    }
    return value;
  }

  /**
   * Returns {@code value}.
   *
   * @throws IllegalArgumentException if it is not from 1 millisecond to 1 day, with name and value
   */
  public static Duration check(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          name + " must be from 1 millisecond to 1 day but was " + value);
    }
    return value;
  }
}
