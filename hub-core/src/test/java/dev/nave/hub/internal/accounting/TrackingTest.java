package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.accounting.Announcement.Range;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One node hears another, {@code x}, whose messages the tests write by hand. */
class TrackingTest extends TrackingFixture {
  @Test
  void aGapIsLostOnceItWasAnnouncedTwice() throws IOException {
    subscribe();
    receiveAll(0, 5, 6);
    receiveAll(0, 9, 9);

    announce(item(0, 9));
    assertThat(lost()).as("it may be void yet").isZero();
    announce(item(0, 9));
    announce(item(0, 9));

    assertThat(lost()).isEqualTo(2);
    assertThat(heard).containsExactly("x lost 2");
  }

  @Test
  void theLossOfTheLastIsSeenThroughAnnouncements() throws IOException {
    subscribe();
    receiveAll(0, 5, 5);

    announce(item(0, 7));
    assertThat(lost()).isZero();
    announce();

    assertThat(lost()).isEqualTo(2);
  }

  @Test
  void whatComesBetweenTwoAnnouncementsThatNameItIsReceived() throws IOException {
    subscribe();
    receiveAll(0, 5, 5);

    announce(item(0, 7));
    receiveAll(0, 6, 7);
    announce(item(0, 7));
    announce();

    assertThat(lost()).isZero();
  }

  @Test
  void whatComesAfterItCountedAsLostIsDropped() throws IOException {
    subscribe();
    receiveAll(0, 5, 5);
    announce(item(0, 6));
    announce();
    assertThat(lost()).isEqualTo(1);

    assertThat(receive(0, 6)).isEqualTo(Arrival.DUPLICATE);
    receiveAll(0, 7, 7);

    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void aNumberThatCameBeforeIsADuplicate() {
    subscribe();
    receiveAll(0, 5, 7);

    assertThat(receive(0, 7)).isEqualTo(Arrival.DUPLICATE);
    assertThat(receive(0, 6)).isEqualTo(Arrival.DUPLICATE);
    assertThat(receive(0, 5)).isEqualTo(Arrival.DUPLICATE);
  }

  @Test
  void voidNumbersAreNotLost() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    receiveAll(0, 6, 6);

    announce(item(0, 6, new Range(2, 3), new Range(5, 5)));
    announce();

    assertThat(lost()).as("number 4").isEqualTo(1);
  }

  @Test
  void aCounterThatBeganWhileThisNodeWasThereIsTrackedFromItsFirstNumber() throws IOException {
    subscribe();
    announce();
    announce();

    receiveAll(2, 3, 3);
    announce(item(2, 3));
    announce();

    assertThat(lost()).isEqualTo(2);
  }

  @Test
  void aCounterThatMayBeOlderIsTrackedFromTheFirstNumberThatComes() throws IOException {
    announce();
    subscribe(); // The counter began behind that announcement; before or after the wish, who knows.

    receiveAll(1, 3, 3);
    announce(item(1, 3));
    announce();

    assertThat(lost()).isZero();
  }

  @Test
  void missedAnnouncementsDoNotMakeAnOldCounterANewOne() throws IOException {
    announce(1, 0);
    subscribe();

    receiveAll(8, 3, 3); // Announcements 2 to 8 were missed.
    announce(9, 0, item(8, 3));
    announce(10, 0);

    assertThat(lost()).isZero();
  }

  @Test
  void whatIsAnnouncedAtFirstWasNotMeantForThisNode() throws IOException {
    subscribe();

    announce(item(0, 7));
    announce(item(0, 8));
    announce(item(0, 10));
    announce();

    assertThat(lost()).as("numbers 9 and 10, since 8 may be older than the wish").isEqualTo(2);
  }

  @Test
  void anotherCounterOfTheSameTopicIsTrackedFromItsFirstNumber() throws IOException {
    subscribe();
    receiveAll(0, 5, 5);
    announce(item(0, 5));
    announce();

    receiveAll(2, 2, 2);
    announce(item(2, 2));
    announce();

    assertThat(lost()).isEqualTo(1);
    assertThat(receive(0, 6)).as("of the counter before").isEqualTo(Arrival.DOUBTED);
  }

  @Test
  void nothingIsSettledWhileSomethingThatChangedIsUnknownAndItIsAskedFor() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    announce(1, 0);
    receiveAll(0, 4, 4);

    announce(6, 3, item(0, 4)); // Of 2 to 5 nothing is known, voids included.
    announce(7, 4, item(0, 4));
    assertThat(lost()).isZero();
    assertThat(told).hasSize(2).allMatch(ask -> ask.asks().equals(Map.of("x", 1L)));

    announce(8, 1, item(0, 4, new Range(2, 2)));
    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void anAnnouncementThatLacksAPieceSettlesNothing() throws IOException {
    subscribe();
    receiveAll(0, 1, 1);
    announce(1, 0, item(0, 2));
    Announcement first = new Announcement("x", 2, 0, 1000, 0, false, List.of(item(0, 2)), Map.of());
    Announcement third = new Announcement("x", 2, 0, 1000, 2, true, List.of(), Map.of());

    hear(first);
    hear(third);
    assertThat(lost()).isZero();

    announce(3, 0);
    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void aWishThatEndsEndsTheTracking() throws IOException {
    subscribe();
    receiveAll(0, 5, 5);
    receiveAll(0, 7, 7);

    node.unsubscribed(TOPIC);
    announce(item(0, 8));
    announce();
    announce();

    assertThat(lost()).isZero();
    assertThat(receive(0, 8)).isEqualTo(Arrival.UNWANTED);
  }

  @Test
  void anOutageIsKnownAfterTwoAnnouncementsOfThoseWhoLive() throws IOException {
    announce(1, 0);
    assertThat(node.isRecovered()).isFalse();

    node.restored();
    assertThat(told.get(0).asks()).containsExactly(Map.entry("x", 1L));
    announce(9, 1);
    assertThat(node.isRecovered()).isFalse();
    announce(10, 1);

    assertThat(node.isRecovered()).isTrue();
  }

  @Test
  void aNodeWhoseHubHasAnotherShapeIsHeardOfOnce() throws IOException {
    node.announceShape(7);
    announceShape("same", 1, 7);
    announceShape("silent", 1, 0);
    announceShape("other", 1, 8);
    announceShape("other", 2, 8);
    announceShape("third", 1, 9);

    assertThat(heard).containsExactly("other differs", "third differs");
  }
}
