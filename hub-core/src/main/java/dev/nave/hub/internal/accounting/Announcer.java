package dev.nave.hub.internal.accounting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.Backplane;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.hub.internal.accounting.Announcement.Item;
import dev.nave.hub.internal.logging.LogCategory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes what this one published on the topics of one hub.
 *
 * <p>What changed is named in three announcements that the backplane accepted. Who missed more than
 * that, because it was cut off, asks for what it missed.
 *
 * <p><b>Threading.</b> Any thread. A round that finds the one before it unsettled does nothing: so
 * an announcement is on the medium when the next is made.
 */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.BACKPLANE);

  /** In how many accepted announcements a change is named. */
  private static final int REPETITIONS = 3;

  /** So many fit into one piece, however long the names are. */
  private static final int MAX_ASKS = 100;

  private static final long NOT_ASKED = Long.MAX_VALUE;

  private final String nodeId;
  private final String topic;
  private final String hubPrefix;
  private final Backplane backplane;
  private final PublishedNumbers published;
  private final AccountingSettings settings;

  private volatile long shape;

  /** Numbers of the last accepted announcements, the oldest first; 0 for none. */
  @GuardedBy("this")
  private final long[] accepted = new long[REPETITIONS];

  @GuardedBy("this")
  private long askedSince = NOT_ASKED;

  @GuardedBy("this")
  private boolean pending;

  /**
   * Creates an announcer.
   *
   * @param topic where announcements are published
   * @param hubPrefix what the names of all topics of the hub begin with; left out in announcements
   */
  Announcer(
      String nodeId,
      String topic,
      String hubPrefix,
      Backplane backplane,
      PublishedNumbers published,
      AccountingSettings settings) {
    this.nodeId = nodeId;
    this.topic = topic;
    this.hubPrefix = hubPrefix;
    this.backplane = backplane;
    this.published = published;
    this.settings = settings;
  }

  /** Tells from now on what clients may call on the hub; see {@link Announcement#shape}. */
  void shape(long value) {
    shape = value;
  }

  /** Returns what {@link #shape(long)} was given; 0 before. */
  long shape() {
    return shape;
  }

  /** Announces what changed, and drops the counters of topics that are not used any more. */
  void announce() {
    long told;
    long since;
    synchronized (this) {
      if (pending) {
        return;
      }
      pending = true;
      told = accepted[0];
      since = Math.min(told, askedSince);
      askedSince = NOT_ASKED;
    }
    long number = published.announcements().next();
    CompletableFuture<?> all;
    try {
      all = publishAll(pieces(number, since));
    } catch (RuntimeException e) {
      settled(number, false);
      throw e;
    }
    var unusedFuture = all.whenComplete((unused, failure) -> settled(number, failure == null));
    published.dropIdle(told);
  }

  private CompletableFuture<?> publishAll(List<Announcement> pieces) {
    return CompletableFuture.allOf(
        pieces.stream().map(this::publish).toArray(CompletableFuture<?>[]::new));
  }

  private synchronized void settled(long number, boolean wasAccepted) {
    pending = false;
    if (wasAccepted) {
      System.arraycopy(accepted, 1, accepted, 0, REPETITIONS - 1);
      accepted[REPETITIONS - 1] = number;
    }
  }

  private List<Announcement> pieces(long number, long since) {
    List<Announcement> pieces = new ArrayList<>();
    int overhead = AnnouncementCodec.overhead(piece(number, since, Integer.MAX_VALUE, List.of()));
    List<Item> items = new ArrayList<>();
    int[] bytes = {overhead};
    published.tellChanges(
        number,
        since,
        change -> {
          Item item =
              new Item(
                  change.topic().substring(hubPrefix.length()), change.number(), change.voids());
          int size = AnnouncementCodec.size(item);
          if (overhead + size > AnnouncementCodec.MAX_PIECE_BYTES) {
            log.debug("a topic of {} characters cannot be announced", change.topic().length());
            return;
          }
          if (bytes[0] + size > AnnouncementCodec.MAX_PIECE_BYTES) {
            pieces.add(piece(number, since, pieces.size(), List.copyOf(items)));
            items.clear();
            bytes[0] = overhead;
          }
          items.add(item);
          bytes[0] += size;
        });
    Announcement last = piece(number, since, pieces.size(), items);
    pieces.add(
        new Announcement(
            nodeId,
            number,
            since,
            last.intervalMillis(),
            last.piece(),
            true,
            items,
            Map.of(),
            last.shape()));
    return pieces;
  }

  private Announcement piece(long number, long since, int index, List<Item> items) {
    return new Announcement(
        nodeId,
        number,
        since,
        settings.announceInterval().toMillis(),
        index,
        false,
        items,
        Map.of(),
        shape);
  }

  /** Asks other nodes for what changed there since their announcement of that number. */
  void ask(Map<String, Long> since) {
    Map<String, Long> asks = new HashMap<>();
    since.forEach(
        (origin, number) -> {
          asks.put(origin, number);
          if (asks.size() == MAX_ASKS) {
            publishAsks(asks);
            asks.clear();
          }
        });
    if (!asks.isEmpty()) {
      publishAsks(asks);
    }
  }

  private void publishAsks(Map<String, Long> asks) {
    long interval = settings.announceInterval().toMillis();
    var unusedFuture =
        publish(new Announcement(nodeId, 0, 0, interval, 0, true, List.of(), Map.copyOf(asks)));
  }

  /** Takes what another node asks for: the next announcement names it. */
  synchronized void asked(long since) {
    askedSince = Math.min(askedSince, since);
  }

  private CompletableFuture<Receipt> publish(Announcement piece) {
    return backplane
        .publish(topic, Envelope.of(AnnouncementCodec.write(piece)))
        .toCompletableFuture();
  }
}
