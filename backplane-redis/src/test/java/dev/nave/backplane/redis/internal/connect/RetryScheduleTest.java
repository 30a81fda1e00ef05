package dev.nave.backplane.redis.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.ReconnectAttempt;
import dev.nave.backplane.redis.ReconnectPolicy;
import dev.nave.backplane.redis.RedisOptions;
import io.lettuce.core.RedisCommandExecutionException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private final IOException refused = new IOException("Connection refused");
  private final RedisCommandExecutionException wrongPassword =
      new RedisCommandExecutionException("WRONGPASS invalid username-password pair");

  private final List<ReconnectAttempt> asked = new ArrayList<>();

  private RetrySchedule schedule(Function<ReconnectAttempt, Duration> policy) {
    return new RetrySchedule(
        RedisOptions.builder()
            .refusedRetryInterval(Duration.ofSeconds(30))
            .reconnectPolicy(
                ReconnectPolicy.custom(
                    "of a test",
                    attempt -> {
                      asked.add(attempt);
                      return policy.apply(attempt);
                    }))
            .build());
  }

  @Test
  void asksThePolicyWithTheNumberAndTheCause() {
    RetrySchedule schedule = schedule(attempt -> Duration.ofSeconds(attempt.number()));

    assertThat(schedule.next(null)).isEqualTo(Duration.ofSeconds(1));
    assertThat(schedule.next(refused)).isEqualTo(Duration.ofSeconds(2));

    assertThat(asked).extracting(ReconnectAttempt::number).containsExactly(1, 2);
    assertThat(asked.get(1).cause()).isSameAs(refused);
    assertThat(schedule.attempt()).isEqualTo(2);
  }

  @Test
  void waitsLongerAfterACauseThatDoesNotPassByItself() {
    RetrySchedule schedule = schedule(attempt -> Duration.ofMillis(100));

    assertThat(schedule.next(wrongPassword)).isEqualTo(Duration.ofSeconds(30));
    assertThat(schedule.next(refused)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void keepsALongerDelayOfThePolicyAfterSuchACause() {
    RetrySchedule schedule = schedule(attempt -> Duration.ofMinutes(5));

    assertThat(schedule.next(wrongPassword)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void goesOnWithTheSeriesWhenALinkBrokeSoonAfterItWasMade() {
    RetrySchedule schedule = schedule(attempt -> Duration.ofSeconds(attempt.number()));
    schedule.next(null);
    schedule.next(refused);

    schedule.succeeded();
    schedule.lost();

    assertThat(schedule.next(refused)).isEqualTo(Duration.ofSeconds(3));
  }
}
