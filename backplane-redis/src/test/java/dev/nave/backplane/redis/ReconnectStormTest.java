package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.internal.connect.RetrySchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many servers lose the same Redis at the same moment, and have the options as they are. */
class ReconnectStormTest {
  private static final int SERVERS = 1_000;
  private static final int SECONDS = 60;
  private static final int SLICES_PER_SECOND = 10;

  /** Returns how many attempts come in each tenth of a second, if none succeeds. */
  private static int[] attempts() {
    int[] slices = new int[SECONDS * SLICES_PER_SECOND];
    for (int server = 0; server < SERVERS; server++) {
      attemptsOf(new RetrySchedule(RedisOptions.parse("localhost")))
          .forEach(millis -> slices[(int) (millis * SLICES_PER_SECOND / 1_000)]++);
    }
    return slices;
  }

  private static List<Long> attemptsOf(RetrySchedule schedule) {
    List<Long> at = new ArrayList<>();
    Duration now = schedule.next(null);
    while (now.toSeconds() < SECONDS) {
      at.add(now.toMillis());
      now = now.plus(schedule.next(null));
    }
    return at;
  }

  @Test
  void attemptsAreFewAndSpreadOutInTime() {
    int[] slices = attempts();

    int[] later = Arrays.copyOfRange(slices, 20 * SLICES_PER_SECOND, slices.length);
    int perSecond = Arrays.stream(later).sum() / (later.length / SLICES_PER_SECOND);
    assertThat(perSecond).as("each waits 2 to 4 s").isBetween(SERVERS / 4, SERVERS / 2);
    int most = Arrays.stream(later).max().orElseThrow();
    assertThat(most)
        .as("in the worst tenth of a second; all %s in step would be %s", SERVERS, SERVERS)
        .isLessThan(SERVERS / 10);
  }
}
