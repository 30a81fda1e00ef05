package dev.nave.backplane.redis;

import dev.nave.backplane.options.Checks;
import dev.nave.backplane.options.DurationText;
import dev.nave.backplane.options.OptionException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of {@link ReconnectPolicy}. */
final class ReconnectPolicies {
  private static final Logger LOGGER = LoggerFactory.getLogger(ReconnectPolicy.class);

  private ReconnectPolicies() {}

  private static Duration checked(String name, Duration value, Duration lowest, Duration highest) {
    return Checks.inRange(name, value, lowest, highest);
  }

  private static Duration bounded(Duration delay) {
    Duration atLeast = longer(delay, ReconnectPolicy.SHORTEST);
    return shorter(atLeast, ReconnectPolicy.LONGEST);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** A share of a time that is at most a day: exact to the nanosecond within a double. */
  private static Duration share(Duration whole, double factor) {
    return Duration.ofNanos((long) (whole.toNanos() * factor));
  }

  static final class Linear extends ReconnectPolicy {
    final Duration interval;

    Linear(Duration interval) {
      this.interval = checked("interval", interval, SHORTEST, LONGEST);
    }

    @Override
    public Duration delayBefore(ReconnectAttempt attempt) {
      return interval;
    }

    @Override
    public String toString() {
      return "linear(" + DurationText.show(interval) + ")";
    }
  }

  static final class Incremental extends ReconnectPolicy {
    final Duration first;
    final Duration step;
    final Duration max;

    Incremental(Duration first, Duration step, Duration max) {
      this.max = checked("max", max, SHORTEST, LONGEST);
      this.first = checked("first", first, SHORTEST, max);
      this.step = checked("step", step, Duration.ZERO, LONGEST);
    }

    @Override
    public Duration delayBefore(ReconnectAttempt attempt) {
      return shorter(first.plus(step.multipliedBy(attempt.number() - 1L)), max);
    }

    @Override
    public String toString() {
      return "incremental("
          + DurationText.show(first)
          + " by "
          + DurationText.show(step)
          + " to "
          + DurationText.show(max)
          + ")";
    }
  }

  static final class Exponential extends ReconnectPolicy {
    /** So often doubled, even the shortest time is longer than a day. */
    private static final int MOST_DOUBLINGS = 30;

    final Duration first;
    final Duration max;
    private final DoubleSupplier random;

    Exponential(Duration first, Duration max, DoubleSupplier random) {
      Duration lowest = SHORTEST.multipliedBy(2);
      this.max = checked("max", max, lowest, LONGEST);
      this.first = checked("first", first, lowest, max);
      this.random = random;
    }

    @Override
    public Duration delayBefore(ReconnectAttempt attempt) {
      int doublings = Math.min(attempt.number() - 1, MOST_DOUBLINGS);
      Duration whole = shorter(first.multipliedBy(1L << doublings), max);
      return share(whole, 0.5 + random.getAsDouble() / 2);
    }

    @Override
    public String toString() {
      return "exponential("
          + DurationText.show(first)
          + " to "
          + DurationText.show(max)
          + ", randomised)";
    }
  }

  static final class Custom extends ReconnectPolicy {
    private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(5);

    private final String name;
    private final Function<? super ReconnectAttempt, Duration> function;

    Custom(String name, Function<? super ReconnectAttempt, Duration> function) {
      this.name = name;
      this.function = function;
    }

    @Override
    public Duration delayBefore(ReconnectAttempt attempt) {
      Duration delay = null;
      try {
        delay = function.apply(attempt);
        if (delay == null) {
          LOGGER.error("{} returned null; waiting {} instead", this, WITHOUT_ANSWER);
        }
      } catch (RuntimeException e) {
        LOGGER.error("{} failed; waiting {} instead", this, WITHOUT_ANSWER, e);
      }
      return delay == null ? WITHOUT_ANSWER : bounded(delay);
    }

    @Override
    public String toString() {
      return "custom(" + name + ")";
    }
  }

  static final class ImmediateFirst extends ReconnectPolicy {
    final ReconnectPolicy others;

    ImmediateFirst(ReconnectPolicy others) {
      this.others = others;
    }

    @Override
    public ReconnectPolicy withImmediateFirstRetry() {
      return this;
    }

    @Override
    public Duration delayBefore(ReconnectAttempt attempt) {
      return attempt.number() == 1
          ? Duration.ZERO
          : others.delayBefore(
              new ReconnectAttempt(attempt.number() - 1, attempt.elapsed(), attempt.cause()));
    }

    @Override
    public String toString() {
      return others + ", the first at once";
    }
  }

  static final class Randomised extends ReconnectPolicy {
    private final ReconnectPolicy middle;
    private final double share;
    private final DoubleSupplier random;

    Randomised(ReconnectPolicy middle, double share, DoubleSupplier random) {
      if (!(share >= 0.01 && share <= 1)) {
        throw new OptionException("share must be from 0.01 to 1 but was " + share);
      }
      this.middle = middle;
      this.share = share;
      this.random = random;
    }

    @Override
    public Duration delayBefore(ReconnectAttempt attempt) {
      Duration delay = middle.delayBefore(attempt);
      double factor = 1 + share * (2 * random.getAsDouble() - 1);
      return delay.isZero() ? delay : bounded(share(delay, factor));
    }

    @Override
    public String toString() {
      return middle + ", randomised by " + Math.round(share * 100) + " %";
    }
  }
}
