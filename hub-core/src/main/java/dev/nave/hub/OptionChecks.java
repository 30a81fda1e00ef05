package dev.nave.hub;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

  static int notNegative(String name, int value) {
    if (value < 0) {
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

  static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new OptionException(name + " must be at least " + least + " but was " + value);
    }
    return value;
  }

  static <T> Set<T> notEmpty(String name, Set<T> value) {
    if (value.isEmpty()) {
      throw new OptionException(name + " must not be empty");
    }
    return Set.copyOf(value);
  }

  /** Sets; in text, with commas between them. */
  static <T extends Comparable<? super T>> OptionType<Set<T>> setOf(OptionType<T> element) {
    OptionType<List<T>> list = OptionType.list(element, ',');
    return OptionType.of(
        text -> Set.copyOf(list.parse(text)),
        values -> list.format(List.copyOf(new TreeSet<>(values))));
  }
}
