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

/** A node that tracks the publications of another. */
abstract class TrackingFixture {
  static final String TOPIC = "Hub:group:g";

  final List<Announcement> told = new ArrayList<>();
  final List<String> heard = new ArrayList<>();
  long now;
  HubAccounting node = node(100, 100, 100);
  long announcements;

  HubAccounting node(int maxOrigins, int maxTracked, int maxGaps) {
    return node(maxOrigins, maxTracked, maxGaps, 100);
  }

  HubAccounting node(int maxOrigins, int maxTracked, int maxGaps, int maxCounters) {
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
            maxGaps,
            1_000),
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

          @Override
          public void doubted(String origin) {
            heard.add(origin + " doubted");
          }
        });
  }

  void subscribe() {
    node.subscribed(TOPIC).run();
  }

  Arrival receive(long epoch, long count) {
    return node.received(TOPIC, "x", Sequence.of(epoch, count));
  }

  void receiveAll(long epoch, long from, long to) {
    for (long count = from; count <= to; count++) {
      assertThat(receive(epoch, count)).as("number %d", count).isEqualTo(Arrival.NEW);
    }
  }

  void announce(Item... items) throws IOException {
    announcements++;
    announce(announcements, Math.max(0, announcements - 3), items);
  }

  void announce(long number, long since, Item... items) throws IOException {
    hear(new Announcement("x", number, since, 1000, 0, true, List.of(items), Map.of()));
  }

  void hear(Announcement piece) throws IOException {
    node.heard(Envelope.of(AnnouncementCodec.write(piece)));
  }

  static Item item(long epoch, long count, Range... voids) {
    return new Item("group:g", Sequence.of(epoch, count), List.of(voids));
  }

  long lost() {
    return node.lost().getOrDefault("x", 0L);
  }

  void publish(String topic) {
    CompletionStage<Receipt> unused = node.publish(topic, () -> new byte[1]);
  }

  void announceShape(String origin, long number, long shape) throws IOException {
    hear(new Announcement(origin, number, number - 1, 1000, 0, true, List.of(), Map.of(), shape));
  }
}
