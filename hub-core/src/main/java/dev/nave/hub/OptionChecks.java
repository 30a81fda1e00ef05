package dev.nave.hub;

import dev.nave.backplane.options.OptionException;
import java.time.Duration;
import java.util.Set;

/** The checks that setters of options share; each returns the value or names what is wrong. */
final class OptionChecks {
  private OptionChecks() {}

  static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new OptionException(name + " must be positive but was " + value);
    }
    return value;
  }

  static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new OptionException(name + " must not be negative but was " + value);
    }
    return value;
  }

  static int positive(String name, int value) {
    positive(name, (long) value);
    return value;
  }

  static long positive(String name, long value) {
    if (value <= 0) {
      throw new OptionException(name + " must be positive but was " + value);
    }
    return value;
  }

  static <T> Set<T> notEmpty(String name, Set<T> value) {
    if (value.isEmpty()) {
      throw new OptionException(name + " must not be empty");
    }
    return Set.copyOf(value);
  }
}
