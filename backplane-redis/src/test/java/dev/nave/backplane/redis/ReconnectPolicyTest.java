package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectPolicyTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @Test
  void linearAlwaysWaitsTheSame() {
    assertThat(delays(ReconnectPolicy.linear(Duration.ofSeconds(2)), 1, 2, 1_000_000))
        .containsOnly(Duration.ofSeconds(2));
  }

  @Test
  void incrementalAddsItsStepUpToItsMost() {
    ReconnectPolicy policy = ReconnectPolicy.incremental(seconds(1), seconds(3), seconds(10));

    assertThat(delays(policy, 1, 2, 3, 4, 5, 1_000_000))
        .containsExactly(seconds(1), seconds(4), seconds(7), seconds(10), seconds(10), seconds(10));
  }

  @Test
  void exponentialDoublesUpToItsMostAndTakesBetweenHalfAndAllOfIt() {
    Duration first = Duration.ofMillis(250);

    assertThat(delays(ReconnectPolicy.exponential(first, seconds(4), () -> 0), 1, 2, 3, 4, 5, 6))
        .containsExactly(millis(125), millis(250), millis(500), seconds(1), seconds(2), seconds(2));
    assertThat(delays(ReconnectPolicy.exponential(first, seconds(4), () -> 0.5), 1, 2, 5))
        .containsExactly(Duration.ofNanos(187_500_000), millis(375), seconds(3));
    assertThat(delays(ReconnectPolicy.exponential(first, seconds(4), () -> ALMOST_ONE), 1, 5, 6))
        .allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(seconds(4)))
        .last()
        .satisfies(delay -> assertThat(delay).isGreaterThan(millis(3_999)));
  }

  @Test
  void fiftyNodesThatLoseTheSameRedisComeBackSpreadOut() {
    ReconnectPolicy policy = ReconnectPolicy.interactive();
    Set<Long> millisUntilFifthAttempt = new HashSet<>();
    for (int node = 0; node < 50; node++) {
      millisUntilFifthAttempt.add(policy.delayBefore(attempt(5)).toMillis());
    }

    // 50 of 2,000 equally likely values: fewer than 30 different ones do not happen.
    assertThat(millisUntilFifthAttempt).hasSizeGreaterThan(30);
    assertThat(millisUntilFifthAttempt).allMatch(millis -> millis >= 2_000 && millis <= 4_000);
  }

  @Test
  void anyPolicyCanBeRandomised() {
    ReconnectPolicy ten = ReconnectPolicy.linear(seconds(10));

    assertThat(delays(ten.randomised(0.2, () -> 0), 1)).containsExactly(seconds(8));
    assertThat(delays(ten.randomised(0.2, () -> 0.5), 1)).containsExactly(seconds(10));
    assertThat(delays(ten.randomised(0.2, () -> 1), 1)).containsExactly(seconds(12));
    assertThat(delays(ten.randomised(1, () -> 0), 1)).containsExactly(millis(50));
    assertThat(delays(ReconnectPolicy.linear(DAY).randomised(1, () -> 1), 1)).containsExactly(DAY);
    assertThat(new HashSet<>(delays(ten.randomised(0.2), 1, 1, 1, 1, 1, 1, 1, 1)))
        .hasSizeGreaterThan(1);
  }

  @Test
  void theFirstRetryCanBeImmediateAndTheOthersBeginAtTheBeginning() {
    ReconnectPolicy policy =
        ReconnectPolicy.incremental(seconds(1), seconds(3), seconds(10)).withImmediateFirstRetry();

    assertThat(delays(policy, 1, 2, 3)).containsExactly(Duration.ZERO, seconds(1), seconds(4));
    assertThat(delays(policy.withImmediateFirstRetry(), 1, 2))
        .containsExactly(Duration.ZERO, seconds(1));
    assertThat(delays(policy.randomised(0.2, () -> 0), 1, 2))
        .containsExactly(Duration.ZERO, millis(800));
  }

  @Test
  void aCustomPolicyIsToldEverything() {
    List<ReconnectAttempt> told = new ArrayList<>();
    ReconnectPolicy policy =
        ReconnectPolicy.custom(
            "mine",
            attempt -> {
              told.add(attempt);
              return attempt.elapsed();
            });
    ReconnectAttempt attempt =
        new ReconnectAttempt(7, seconds(3), new IllegalStateException("the cause"));

    assertThat(policy.delayBefore(attempt)).isEqualTo(seconds(3));
    assertThat(told).containsExactly(attempt);
    assertThat(policy.withImmediateFirstRetry().delayBefore(attempt)).isEqualTo(seconds(3));
    assertThat(told.get(1)).isEqualTo(new ReconnectAttempt(6, seconds(3), attempt.cause()));
  }

  @Test
  void aCustomPolicyCannotHammerOrEndTheTrying() {
    assertThat(delays(ReconnectPolicy.custom("zero", attempt -> Duration.ZERO), 1))
        .containsExactly(millis(50));
    assertThat(delays(ReconnectPolicy.custom("less", attempt -> seconds(-5)), 1))
        .containsExactly(millis(50));
    assertThat(delays(ReconnectPolicy.custom("never", a -> Duration.ofDays(1_000_000)), 1))
        .containsExactly(DAY);
    assertThat(
            delays(
                ReconnectPolicy.custom(
                    "fails",
                    attempt -> {
                      throw new IllegalStateException("thrown by the test");
                    }),
                1))
        .containsExactly(seconds(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 63, 64, 65, 1_000_000, Integer.MAX_VALUE})
  void noAttemptHasADelayOutOfBounds(int number) {
    for (ReconnectPolicy policy :
        List.of(
            ReconnectPolicy.interactive(),
            ReconnectPolicy.background(),
            ReconnectPolicy.linear(DAY),
            ReconnectPolicy.incremental(DAY, DAY, DAY),
            ReconnectPolicy.incremental(millis(50), DAY, DAY),
            ReconnectPolicy.exponential(DAY, DAY),
            ReconnectPolicy.exponential(millis(100), DAY, () -> 0),
            ReconnectPolicy.exponential(millis(100), DAY, () -> ALMOST_ONE),
            ReconnectPolicy.linear(DAY).randomised(1))) {
      assertThat(policy.delayBefore(attempt(number)))
          .as("%s at attempt %s", policy, number)
          .isBetween(millis(50), DAY);
    }
  }

  @Test
  void reachesADayHoweverShortTheBeginning() {
    assertThat(
            ReconnectPolicy.exponential(millis(100), DAY, () -> 0).delayBefore(attempt(1_000_000)))
        .isEqualTo(Duration.ofHours(12));
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(ReconnectPolicy.interactive(), "exponential(250 ms to 4 s, randomised)"),
        Arguments.of(ReconnectPolicy.background(), "exponential(1 s to 60 s, randomised)"),
        Arguments.of(ReconnectPolicy.linear(seconds(2)), "linear(2 s)"),
        Arguments.of(
            ReconnectPolicy.incremental(seconds(1), seconds(2), DAY),
            "incremental(1 s by 2 s to 1 day)"),
        Arguments.of(
            ReconnectPolicy.linear(seconds(2)).withImmediateFirstRetry(),
            "linear(2 s), the first at once"),
        Arguments.of(
            ReconnectPolicy.linear(seconds(2)).randomised(0.2), "linear(2 s), randomised by 20 %"),
        Arguments.of(ReconnectPolicy.custom("mine", a -> DAY), "custom(mine)"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void tellsItsKindAndTimes(ReconnectPolicy policy, String text) {
    assertThat(policy).hasToString(text);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            (Runnable) () -> ReconnectPolicy.linear(millis(49)),
            "from 50 ms to 1 day but was 49 ms"),
        Arguments.of(
            (Runnable) () -> ReconnectPolicy.linear(DAY.plusNanos(1)), "from 50 ms to 1 day"),
        Arguments.of(
            (Runnable) () -> ReconnectPolicy.incremental(seconds(3), seconds(1), seconds(2)),
            "first must be from 50 ms to 2 s but was 3 s"),
        Arguments.of(
            (Runnable) () -> ReconnectPolicy.incremental(seconds(1), seconds(-1), seconds(2)),
            "step must be from 0 s to 1 day but was -1 s"),
        Arguments.of(
            (Runnable) () -> ReconnectPolicy.exponential(millis(99), seconds(1)),
            "first must be from 100 ms to 1 s but was 99 ms"),
        Arguments.of(
            (Runnable) () -> ReconnectPolicy.linear(DAY).randomised(0.001),
            "share must be from 0.01 to 1 but was 0.001"),
        Arguments.of(
            (Runnable) () -> ReconnectPolicy.linear(DAY).randomised(Double.NaN), "but was NaN"),
        Arguments.of((Runnable) () -> ReconnectPolicy.custom("", a -> DAY), "name of the policy"),
        Arguments.of(
            (Runnable) () -> new ReconnectAttempt(0, DAY, null), "number must be at least 1"),
        Arguments.of(
            (Runnable) () -> new ReconnectAttempt(1, seconds(-1), null), "elapsed must not"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refusesTimesOutOfBounds(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static List<Duration> delays(ReconnectPolicy policy, int... numbers) {
    List<Duration> delays = new ArrayList<>();
    for (int number : numbers) {
      delays.add(policy.delayBefore(attempt(number)));
    }
    return delays;
  }

  private static ReconnectAttempt attempt(int number) {
    return new ReconnectAttempt(number, Duration.ZERO, null);
  }

  private static Duration seconds(long value) {
    return Duration.ofSeconds(value);
  }

  private static Duration millis(long value) {
    return Duration.ofMillis(value);
  }
}
