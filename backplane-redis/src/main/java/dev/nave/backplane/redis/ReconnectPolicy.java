package dev.nave.backplane.redis;

import dev.nave.backplane.options.Checks;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Says how long to wait before each attempt to connect to Redis again. Immutable; the text form
 * names kind and times.
 *
 * <p>No delay is shorter than 50 milliseconds or longer than a day, but for the first of {@link
 * #withImmediateFirstRetry}: however a policy is put together, it does not hammer.
 *
 * <p>Servers that lose the same Redis at the same moment come back at the same moment, too, if
 * their delays are the same. {@link #exponential} is spread out for that reason, others become so
 * by {@link #randomised}.
 */
public abstract class ReconnectPolicy {
  static final Duration SHORTEST = Duration.ofMillis(50);
  static final Duration LONGEST = Duration.ofDays(1);

  ReconnectPolicy() {}

  /** For servers whose users wait: {@code exponential(250 ms, 4 s)}. The default. */
  public static ReconnectPolicy interactive() {
    return exponential(Duration.ofMillis(250), Duration.ofSeconds(4));
  }

  /** For work in the background: {@code exponential(1 s, 1 min)}. */
  public static ReconnectPolicy background() {
    return exponential(Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  /**
   * Waits the same time before every attempt.
   *
   * @param interval from 50 milliseconds to 1 day
   */
  public static ReconnectPolicy linear(Duration interval) {
    return new ReconnectPolicies.Linear(interval);
  }

  /**
   * Waits longer by the same step each time: {@code min(max, first + (n - 1) * step)} before
   * attempt n.
   *
   * @param first from 50 milliseconds to {@code max}
   * @param step from 0 to 1 day
   * @param max at most 1 day
   */
  public static ReconnectPolicy incremental(Duration first, Duration step, Duration max) {
    return new ReconnectPolicies.Incremental(first, step, max);
  }

  /**
   * Waits a random time between the half and the whole of what doubles each time: of {@code
   * min(max, first * 2^(n - 1))} before attempt n.
   *
   * @param first from 100 milliseconds to {@code max}
   * @param max at most 1 day
   */
  public static ReconnectPolicy exponential(Duration first, Duration max) {
    return exponential(first, max, ReconnectPolicy::random);
  }

  static ReconnectPolicy exponential(Duration first, Duration max, DoubleSupplier random) {
    return new ReconnectPolicies.Exponential(first, max, random);
  }

  /**
   * Asks a function, on a backplane thread. What is shorter or longer than a policy may wait is
   * raised or lowered; if the function throws or returns null, that is logged and 5 seconds are
   * waited.
   *
   * @param name for events and logs
   */
  public static ReconnectPolicy custom(
      String name, Function<? super ReconnectAttempt, Duration> function) {
    return new ReconnectPolicies.Custom(
        Checks.text("name of the policy", name, 80), Objects.requireNonNull(function, "function"));
  }

  /**
   * Returns a policy that makes the first attempt of an outage at once, and the others with this
   * one's delays, from its first on.
   */
  public ReconnectPolicy withImmediateFirstRetry() {
    return new ReconnectPolicies.ImmediateFirst(this);
  }

  /**
   * Returns a policy that makes each of this one's delays randomly shorter or longer, by up to a
   * share of it.
   *
   * @param share from 0.01 to 1; 0.2 makes 8 to 12 seconds of 10
   */
  public ReconnectPolicy randomised(double share) {
    return randomised(share, ReconnectPolicy::random);
  }

  ReconnectPolicy randomised(double share, DoubleSupplier random) {
    return new ReconnectPolicies.Randomised(this, share, random);
  }

  /**
   * Returns the time from the failure, or the loss of the connection, to the attempt. Never
   * negative.
   */
  public abstract Duration delayBefore(ReconnectAttempt attempt);

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }
}
