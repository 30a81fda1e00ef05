package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.hub.internal.accounting.Announcement.Item;
import dev.nave.hub.internal.accounting.Announcement.Range;
import dev.nave.hub.internal.registry.TopicNames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One node hears another, {@code x}, whose messages the tests write by hand. */
class TrackingTest {
  private static final String TOPIC = "Hub:group:g";
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final List<Announcement> told = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private long now;
  private HubAccounting node = node(100, 100, 100);
  private long announcements;

  private HubAccounting node(int maxOrigins, int maxTracked, int maxGaps) {
    return node(maxOrigins, maxTracked, maxGaps, 100);
  }

  private HubAccounting node(int maxOrigins, int maxTracked, int maxGaps, int maxCounters) {
    return new HubAccounting(
        "me",
        new TopicNames("Hub"),
        new PublishOnly() {
          @Override
          public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
            byte[] bytes = envelope.bytes();
            if (topic.equals("Hub:probe")) {
              try {
                told.add(AnnouncementCodec.read(bytes));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
            return CompletableFuture.completedStage(Receipt.UNCOUNTED);
          }
        },
        new AccountingSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            maxCounters,
            100,
            Duration.ofMinutes(10),
            maxOrigins,
            maxTracked,
            maxGaps),
        () -> now,
        new OriginListener() {
          @Override
          public void lost(String origin, long publications) {
            heard.add(origin + " lost " + publications);
          }

          @Override
          public void died(String origin) {
            heard.add(origin + " died");
          }

          @Override
          public void differs(String origin) {
            heard.add(origin + " differs");
          }
        });
  }

  private void subscribe() {
    node.subscribed(TOPIC).run();
  }

  private Arrival receive(long epoch, long count) {
    return node.received(TOPIC, "x", Sequence.of(epoch, count));
  }

  private void receiveAll(long epoch, long from, long to) {
    for (long count = from; count <= to; count++) {
      assertThat(receive(epoch, count)).as("number %d", count).isEqualTo(Arrival.NEW);
    }
  }

  private void announce(Item... items) throws IOException {
    announcements++;
    announce(announcements, Math.max(0, announcements - 3), items);
  }

  private void announce(long number, long since, Item... items) throws IOException {
    hear(new Announcement("x", number, since, 1000, 0, true, List.of(items), Map.of()));
  }

  private void hear(Announcement piece) throws IOException {
    node.heard(Envelope.of(AnnouncementCodec.write(piece)));
  }

  private static Item item(long epoch, long count, Range... voids) {
    return new Item("group:g", Sequence.of(epoch, count), List.of(voids));
  }

  private long lost() {
    return node.lost().getOrDefault("x", 0L);
  }

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
  void aNumberAtOrBelowTheLastIsADuplicate() {
    subscribe();
    receiveAll(0, 5, 7);

    assertThat(receive(0, 7)).isEqualTo(Arrival.DUPLICATE);
    assertThat(receive(0, 6)).isEqualTo(Arrival.DUPLICATE);
    assertThat(receive(0, 1)).isEqualTo(Arrival.DUPLICATE);
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
    announce();
    announce();

    receiveAll(2, 2, 2);
    announce(item(2, 2));
    announce();

    assertThat(lost()).isEqualTo(1);
    assertThat(receive(0, 6)).as("of the counter before").isEqualTo(Arrival.DUPLICATE);
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
  void theOldestGapOverTheBoundIsLostAtOnceAndAtTheBoundItIsNot() {
    node = node(100, 100, 2);
    subscribe();
    receiveAll(0, 1, 1);
    receiveAll(0, 3, 3);
    receiveAll(0, 5, 5);
    assertThat(lost()).isZero();

    receiveAll(0, 7, 7);

    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void anIdThatIsTooLongForAServerIsUntracked() {
    subscribe();

    assertThat(node.received(TOPIC, "x".repeat(128), 1)).isEqualTo(Arrival.NEW);
    assertThat(node.received(TOPIC, "x".repeat(129), 1)).isEqualTo(Arrival.UNTRACKED);
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
  void whoIsAskedNamesWhatChangedAgain() throws IOException {
    for (int i = 0; i < 6; i++) {
      node.tick();
    }
    assertThat(told.get(5).since()).isEqualTo(3);

    hear(new Announcement("x", 0, 0, 1000, 0, true, List.of(), Map.of("me", 1L, "other", 0L)));
    node.tick();
    node.tick();

    assertThat(told.get(6).since()).isEqualTo(1);
    assertThat(told.get(7).since()).isEqualTo(5);
  }

  @Test
  void whatChangedIsNamedInThreeAnnouncements() {
    node.tick();
    publish(TOPIC);
    for (int i = 0; i < 4; i++) {
      node.tick();
    }

    assertThat(told.stream().map(each -> each.items().size()).toList())
        .containsExactly(0, 1, 1, 1, 0);
  }

  private void publish(String topic) {
    CompletionStage<Receipt> unused = node.publish(topic, () -> new byte[1]);
  }

  @Test
  void aLargeAnnouncementGoesOutInPieces() {
    node = node(100, 100, 100, 100_000);
    for (int i = 0; i < 5_000; i++) {
      publish(TOPIC + "-with-a-long-name-" + i);
    }

    node.tick();

    assertThat(told).hasSizeGreaterThan(2);
    assertThat(told.stream().mapToInt(each -> each.items().size()).sum()).isEqualTo(5_000);
    for (int i = 0; i < told.size(); i++) {
      Announcement piece = told.get(i);
      assertThat(piece.piece()).isEqualTo(i);
      assertThat(piece.last()).isEqualTo(i == told.size() - 1);
      assertThat(AnnouncementCodec.write(piece)).hasSizeLessThanOrEqualTo(64 * 1024);
    }
  }

  private void announceShape(String origin, long number, long shape) throws IOException {
    hear(new Announcement(origin, number, number - 1, 1000, 0, true, List.of(), Map.of(), shape));
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

  @Test
  void shapeIsAnnounced() {
    node.announceShape(7);
    publish(TOPIC);

    node.tick();

    assertThat(told).extracting(Announcement::shape).containsOnly(7L);
  }
}
