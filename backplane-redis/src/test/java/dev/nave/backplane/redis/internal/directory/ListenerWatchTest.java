package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.internal.directory.Raising.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerWatchTest {
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Backlog FULL = new Backlog(Raising.MAX_UNRAISED, 3, BEGIN, true);

  private final List<String> warnings = new ArrayList<>();
  private final ListenerWatch watch = new ListenerWatch(Duration.ofMinutes(1), warnings::add);

  @Test
  void saysHowManyChangesWaitSinceWhenAndThatNoneIsRaisedWhenAllRoomIsTaken() {
    watch.look(FULL, BEGIN.plusSeconds(1));

    assertThat(warnings)
        .containsExactly(
            "a listener has not returned, or its stage is not complete: 10000 changes of the"
                + " directory wait for it, the oldest since 2026-01-02T03:04:05Z; this server raises"
                + " no further change until then, as at most 10000 may wait");
  }

  @Test
  void warnsOnceAMinute() {
    watch.look(FULL, BEGIN);
    watch.look(FULL, BEGIN.plusMillis(59_999));
    assertThat(warnings).hasSize(1);

    watch.look(FULL, BEGIN.plusSeconds(60));

    assertThat(warnings).hasSize(2);
  }

  @Test
  void saysNothingWhileThereIsRoom() {
    watch.look(new Backlog(Raising.MAX_UNRAISED - 1, 700, BEGIN, false), BEGIN.plusSeconds(600));

    assertThat(warnings).isEmpty();
  }
}
