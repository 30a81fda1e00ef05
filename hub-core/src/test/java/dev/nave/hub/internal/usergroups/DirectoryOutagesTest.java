package dev.nave.hub.internal.usergroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryOutagesTest {
  private DirectoryHealth.State state = DirectoryHealth.State.UP;
  private Instant since = Instant.EPOCH;
  private final DirectoryOutages outages =
      new DirectoryOutages(() -> new DirectoryHealth(state, since, null, 0, 0, 0, 0, null));

  /** Returns in which of the next seconds all is read again. */
  private List<Integer> readsWithin(int seconds) {
    List<Integer> reads = new ArrayList<>();
    for (int second = 1; second <= seconds; second++) {
      if (outages.tick()) {
        reads.add(second);
      }
    }
    return reads;
  }

  /** Nobody knows whether the directory lost its data just before. */
  @Test
  void startIsLikeTheEndOfAnOutage() {
    assertThat(outages.areSettled()).isFalse();

    assertThat(readsWithin(100)).containsExactly(3, 10, 30);

    assertThat(outages.areSettled()).isTrue();
  }

  @Test
  void nothingIsReadAgainLongAfterAnOutage() {
    settle();

    assertThat(readsWithin(1000)).isEmpty();

    assertThat(outages.areSettled()).isTrue();
  }

  /** Data that is lost between the start and the first look is lost before the start, so to say. */
  @Test
  void directoryThatIsUpAnewAtTheFirstLookHasHadAnOutage() {
    since = Instant.EPOCH.plusSeconds(60);

    assertThat(readsWithin(100)).containsExactly(3, 10, 30);
  }

  /** The start is long ago. */
  private void settle() {
    assertThat(readsWithin(100)).isNotEmpty();
  }

  @Test
  void allIsReadAgainThreeTimesAfterTheLinkIsBack() {
    settle();
    outages.linkRestored();

    assertThat(readsWithin(100)).containsExactly(3, 10, 30);
  }

  @Test
  void outageIsSettledAfterThreeSeconds() {
    settle();
    outages.linkRestored();

    assertThat(readsWithin(2)).isEmpty();
    assertThat(outages.areSettled()).isFalse();
    assertThat(readsWithin(1)).containsExactly(1);
    assertThat(outages.areSettled()).isTrue();
  }

  @Test
  void directoryThatIsUpAnewHasHadAnOutage() {
    settle();
    since = Instant.EPOCH.plusSeconds(60);

    assertThat(readsWithin(2)).isEmpty();

    assertThat(outages.areSettled()).isFalse();
    assertThat(readsWithin(100)).containsExactly(1, 8, 28);
  }

  @Test
  void secondsInWhichTheDirectoryIsDownDoNotCount() {
    settle();
    outages.linkRestored();
    assertThat(readsWithin(2)).isEmpty();
    state = DirectoryHealth.State.DOWN;
    assertThat(readsWithin(100)).isEmpty();

    state = DirectoryHealth.State.UP;

    assertThat(readsWithin(1)).containsExactly(1);
  }
}
