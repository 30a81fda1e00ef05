package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may publish on the backplane can write any number under the name of another server. */
class ForgedNumbersTest extends TrackingFixture {
  private static final long FAR_EPOCH = 0x7fff_fff0L;

  @Test
  void aFarEpochThatWasNeverAnnouncedSilencesNoOne() throws IOException {
    subscribe();
    receiveAll(0, 1, 2);
    announce(item(0, 2));

    assertThat(receive(FAR_EPOCH, 5)).isEqualTo(Arrival.DOUBTED);

    receiveAll(0, 3, 3);
    receiveAll(0, 5, 5);
    announce(item(0, 5));
    announce();
    assertThat(lost()).isEqualTo(1);
    assertThat(heard).containsExactly("x doubted", "x lost 1");
  }

  @Test
  void anEpochThatCouldBeIsDeliveredAndForgottenIfItIsNeverAnnounced() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    announce(item(0, 1));

    assertThat(receive(7, 900)).isEqualTo(Arrival.NEW);
    receiveAll(0, 2, 2);
    assertThat(receive(8, 1)).as("a second one").isEqualTo(Arrival.DOUBTED);
    for (int i = 0; i < 9; i++) {
      assertThat(heard).containsExactly("x doubted");
      announce(item(0, 2));
    }

    assertThat(heard).containsExactly("x doubted", "x doubted");
    receiveAll(0, 3, 3);
    assertThat(lost()).isZero();
  }

  @Test
  void aCounterThatIsAnnouncedIsTrackedAlthoughAnotherWasClaimed() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    announce(item(0, 1));
    announce();
    assertThat(receive(7, 900)).isEqualTo(Arrival.NEW);

    assertThat(receive(2, 1)).as("while it is not announced").isEqualTo(Arrival.DOUBTED);
    announce(item(2, 1));
    receiveAll(2, 2, 2);
    receiveAll(2, 4, 4);
    announce(item(2, 4));
    announce();

    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void aFarNumberMakesNoneOfThoseBeforeItMissing() throws IOException {
    subscribe();
    receiveAll(0, 1, 2);
    announce(item(0, 2));

    assertThat(receive(0, Sequence.MAX_COUNT)).isEqualTo(Arrival.DOUBTED);
    receiveAll(0, 3, 3);
    receiveAll(0, 5, 5);
    announce(item(0, 5));
    receiveAll(3, 1, 1);
    announce(item(3, 1));
    announce();

    assertThat(lost()).as("number 4").isEqualTo(1);
  }

  @Test
  void aJumpAtTheBoundIsNotDoubtedAndOneBeyondIs() {
    subscribe();
    receiveAll(0, 1, 1);

    assertThat(receive(0, 1_001)).isEqualTo(Arrival.NEW);
    assertThat(receive(0, 1_002)).isEqualTo(Arrival.DOUBTED);
  }

  @Test
  void anEpochAtTheBoundIsNotDoubtedAndOneBeyondIs() throws IOException {
    subscribe();
    announce(5, 4);
    node.subscribed("Hub:all").run();

    assertThat(receive(1_005, 1)).isEqualTo(Arrival.NEW);
    assertThat(node.received("Hub:all", "x", Sequence.of(1_006, 1))).isEqualTo(Arrival.DOUBTED);
  }

  @Test
  void aFirstNumberThatIsForgedDoesNotHideThoseBeforeIt() throws IOException {
    subscribe();
    assertThat(receive(0, 500)).as("forged").isEqualTo(Arrival.NEW);

    assertThat(receive(0, 7)).isEqualTo(Arrival.DOUBTED);
    announce(item(0, 7));
    receiveAll(0, 8, 8);
    receiveAll(0, 10, 10);
    announce(item(0, 10));
    announce();

    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void aFarNumberOfAnnouncementIsNotBelieved() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    announce(item(0, 1));

    announce(FAR_EPOCH, 0);
    receiveAll(0, 3, 3);
    announce(item(0, 3));
    announce();

    assertThat(lost()).isEqualTo(1);
    assertThat(heard).containsExactly("x doubted", "x lost 1");
  }

  @Test
  void theAnnouncementsOfAServerAreHeardAgainAfterAForgedOne() throws IOException {
    announce(FAR_EPOCH, 0); // Before anything else of that server.
    subscribe();
    announce(item(0, 1));
    announce(item(0, 1));
    announce(item(0, 1));
    receiveAll(0, 2, 2);
    receiveAll(0, 4, 4);

    announce(4, 1, item(0, 4));
    announce(5, 2);

    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void anAnnouncementOfAFarCounterIsNotBelieved() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    announce(item(0, 1));

    announce(item(FAR_EPOCH, 9));

    receiveAll(0, 2, 3);
    assertThat(heard).containsExactly("x doubted");
  }

  @Test
  void anAnnouncementThatTheNextContradictsCostsNothing() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    announce(item(0, 1));

    announce(item(0, Sequence.MAX_COUNT)); // Forged.
    receiveAll(0, 2, 3);
    announce(item(0, 3));
    announce(item(5, 1)); // Forged.
    assertThat(receive(0, 4)).isEqualTo(Arrival.DOUBTED);
    announce(item(0, 4));
    receiveAll(0, 5, 6);
    announce(item(0, 6));
    announce();

    assertThat(lost()).isZero();
    assertThat(heard).containsOnly("x doubted");
  }

  @Test
  void deadOriginsMakeRoomForOthersOnceTheTableIsFull() throws IOException {
    node = node(2, 100, 100);
    subscribe();
    assertThat(node.received(TOPIC, "made up", 1)).isEqualTo(Arrival.NEW);
    hear(new Announcement("x", 1, 0, 1000, 0, true, List.of(), Map.of()));
    assertThat(node.received(TOPIC, "third", 1)).isEqualTo(Arrival.UNTRACKED);

    now += Duration.ofSeconds(4).toNanos();
    hear(new Announcement("x", 2, 1, 1000, 0, true, List.of(), Map.of()));
    node.tick();
    node.tick();

    assertThat(node.received(TOPIC, "third", 1)).isEqualTo(Arrival.NEW);
  }
}
