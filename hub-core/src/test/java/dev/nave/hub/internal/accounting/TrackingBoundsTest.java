package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much the accounting keeps of other servers, and how long. */
class TrackingBoundsTest extends TrackingFixture {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void whoMissesThreeAnnouncementsIsDeadAndWhatItAnnouncedIsSettled() throws IOException {
    subscribe();
    receiveAll(0, 5, 5);
    announce(item(0, 7));
    announce(item(0, 9));
    assertThat(lost()).isEqualTo(2);

    now += 3 * SECOND + SECOND / 2;
    node.tick();
    assertThat(heard).containsExactly("x lost 2");
    now++;
    node.tick();
    node.tick();

    assertThat(heard).containsExactly("x lost 2", "x lost 2", "x died");
  }

  @Test
  void aNodeThatStoodStillItselfTakesNoOtherForDead() throws IOException {
    announce();
    node.tick();

    now += 60 * SECOND;
    node.tick();
    assertThat(heard).isEmpty();
    for (int i = 0; i < 3; i++) {
      now += SECOND;
      node.tick();
    }
    assertThat(heard).isEmpty();
    now += SECOND;
    node.tick();

    assertThat(heard).containsExactly("x died");
  }

  @Test
  void whoAnnouncesLessOftenIsWaitedForLonger() throws IOException {
    hear(new Announcement("x", 1, 0, 20_000, 0, true, List.of(), Map.of()));

    now += 70 * SECOND;
    node.tick();
    assertThat(heard).isEmpty();
    now++;
    node.tick();

    assertThat(heard).containsExactly("x died");
  }

  @Test
  void whoIsSilentForLongIsForgottenButNotItsLosses() throws IOException {
    subscribe();
    receiveAll(0, 5, 5);
    receiveAll(0, 7, 7);
    hear(new Announcement("x", 1, 0, 1000, 0, false, List.of(item(0, 7)), Map.of()));

    now += 600 * SECOND;
    node.tick();
    assertThat(node.lost()).isEmpty();
    now++;
    node.tick();

    assertThat(node.lost()).containsExactly(Map.entry("", 1L));
  }

  @Test
  void publicationsOfMoreOriginsThanTheBoundAreUntrackedAndThoseAtTheBoundAreNot() {
    node = node(2, 100, 100);
    subscribe();

    assertThat(node.received(TOPIC, "a", 1)).isEqualTo(Arrival.NEW);
    assertThat(node.received(TOPIC, "b", 1)).isEqualTo(Arrival.NEW);
    assertThat(node.received(TOPIC, "c", 1)).isEqualTo(Arrival.UNTRACKED);
    assertThat(node.received(TOPIC, "c", 1)).isEqualTo(Arrival.UNTRACKED);
    assertThat(node.received(TOPIC, "b", 1)).isEqualTo(Arrival.DUPLICATE);
  }

  @Test
  void pairsOverTheBoundAreUntrackedUntilOthersEnd() {
    node = node(100, 1, 100);
    subscribe();
    node.subscribed("Hub:all").run();

    assertThat(receive(0, 1)).isEqualTo(Arrival.NEW);
    assertThat(node.received("Hub:all", "x", 1)).isEqualTo(Arrival.UNTRACKED);
    node.unsubscribed(TOPIC);

    assertThat(node.received("Hub:all", "x", 1)).isEqualTo(Arrival.NEW);
    assertThat(node.received("Hub:all", "x", 1)).isEqualTo(Arrival.DUPLICATE);
  }

  @Test
  void theOldestGapOverTheBoundIsLostAtOnceAndAtTheBoundItIsNot() throws IOException {
    node = node(100, 100, 2);
    subscribe();
    receiveAll(0, 1, 1);
    receiveAll(0, 3, 3);
    receiveAll(0, 5, 5);
    announce(item(0, 5));
    assertThat(lost()).isZero();

    receiveAll(0, 7, 7);
    hear(new Announcement("x", 2, 0, 1000, 0, false, List.of(item(0, 7)), Map.of()));

    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void anIdThatIsTooLongForAServerIsUntracked() {
    subscribe();

    assertThat(node.received(TOPIC, "x".repeat(128), 1)).isEqualTo(Arrival.NEW);
    assertThat(node.received(TOPIC, "x".repeat(129), 1)).isEqualTo(Arrival.UNTRACKED);
  }
}
