package dev.nave.hub.internal.accounting;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this node received of the publications of one hub and what it missed, by the numbers that
 * they bear and the announcements of those who published them.
 *
 * <p><b>Threading.</b> Any thread; the announcements of one node come one after another. A topic's
 * numbers are under its lock, within which only that of an {@link Origin} is taken.
 */
final class ReceivedNumbers {
  private final AccountingSettings settings;
  private final LongSupplier nanoTime;
  private final Consumer<String> doubts;
  private final ConcurrentMap<String, TrackedTopic> topics = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Origin> origins = new ConcurrentHashMap<>();
  private final AtomicInteger pairs = new AtomicInteger();

  /** Ticks with each announcement that is heard, and so tells what came before and after one. */
  private final AtomicLong clock = new AtomicLong();

  private final LongAdder lostOfForgotten = new LongAdder();

  /**
   * Creates the numbers of one hub.
   *
   * @param doubts told of each origin under whose name something came that does not fit
   */
  ReceivedNumbers(AccountingSettings settings, LongSupplier nanoTime, Consumer<String> doubts) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.doubts = doubts;
  }

  // Topics.

  /** Begins to track a topic; returns what to run when its subscription is confirmed. */
  Runnable subscribe(String topic) {
    TrackedTopic tracked = new TrackedTopic(pairs, settings);
    topics.put(topic, tracked);
    return () -> tracked.confirm(clock.get());
  }

  void unsubscribe(String topic) {
    TrackedTopic tracked = topics.remove(topic);
    if (tracked != null) {
      tracked.end();
    }
  }

  /** Takes a publication that arrived. */
  Arrival receive(String topic, String originId, long number) {
    TrackedTopic tracked = topics.get(topic);
    if (tracked == null) {
      return Arrival.UNWANTED;
    }
    Origin origin = origin(originId);
    if (origin == null) {
      return Arrival.UNTRACKED;
    }
    Arrival arrival = tracked.receive(origin, number);
    if (arrival == Arrival.DOUBTED) {
      doubts.accept(originId);
    }
    return arrival;
  }

  // Announcements.

  /**
   * Takes a piece of an announcement.
   *
   * @param hubPrefix what the names of topics begin with
   * @return the origin if the announcement ends with it, or if something of it is missing; null in
   *     between and if it is old
   */
  @Nullable Origin hear(Announcement piece, String hubPrefix) {
    Origin origin = origin(piece.origin());
    if (origin == null) {
      return null;
    }
    origin.sign(nanoTime.getAsLong(), intervalNanos(piece));
    if (origin.hasAnnounced() && !origin.mayHaveReached(piece.number(), settings.maxJump())) {
      doubts.accept(origin.id());
      return null;
    }
    if (piece.number() == 0 || !origin.hear(piece, clock.incrementAndGet())) {
      return null;
    }
    for (Announcement.Item item : piece.items()) {
      TrackedTopic tracked = topics.get(hubPrefix + item.topic());
      if (tracked != null
          && (!origin.mayHaveReached(Sequence.epoch(item.number()), settings.maxJump())
              || tracked.name(origin, piece.number(), item))) {
        doubts.accept(origin.id());
      }
    }
    return piece.last() ? origin : null;
  }

  /** An interval from the wire, within reason. */
  private long intervalNanos(Announcement piece) {
    long own = settings.announceInterval().toNanos();
    long max = settings.forgetAfter().toNanos() / 4;
    long told = Math.min(piece.intervalMillis(), max / 1_000_000) * 1_000_000;
    return told > 0 ? told : own;
  }

  /** Settles what a complete announcement did not explain. */
  void settle(Origin origin, long announcement) {
    for (TrackedOrigin numbers : origin.takeOpen()) {
      if (!numbers.topic().settle(numbers, announcement)) {
        doubts.accept(origin.id());
      }
    }
  }

  // Origins.

  private @Nullable Origin origin(String id) {
    Origin known = origins.get(id);
    if (known != null) {
      return known;
    }
    if (id.length() > AnnouncementCodec.MAX_ORIGIN_LENGTH
        || origins.size() >= settings.maxOrigins()) {
      return null;
    }
    return origins.computeIfAbsent(
        id, unused -> new Origin(id, nanoTime.getAsLong(), settings.announceInterval().toNanos()));
  }

  /** Takes note of a node that is at work, so that its silence is noticed from now on. */
  void watch(String id) {
    Origin origin = origin(id);
    if (origin != null) {
      origin.excuseSilence(nanoTime.getAsLong());
      origin.dead(false);
    }
  }

  /**
   * Looks who has not announced anything for long; to be called while this node can hear.
   *
   * @param died told of each origin that is taken for dead, once its losses are counted
   */
  void findSilent(Consumer<Origin> died) {
    long now = nanoTime.getAsLong();
    for (Origin origin : origins.values()) {
      boolean crowded = origin.isDead() && origins.size() >= settings.maxOrigins();
      if (crowded || origin.silentNanos(now) > settings.forgetAfter().toNanos()) {
        forget(origin);
      } else if (!origin.isDead() && origin.isSilent(now)) {
        origin.dead(true);
        for (TrackedOrigin numbers : origin.takeOpen()) {
          numbers.topic().giveUp(numbers);
        }
        died.accept(origin);
      }
    }
  }

  /** Returns the ids of the nodes that are not taken for dead, but for this one. */
  Set<String> living(String self) {
    return origins.values().stream()
        .filter(origin -> !origin.isDead())
        .map(Origin::id)
        .filter(id -> !id.equals(self))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void forget(Origin origin) {
    origins.remove(origin.id());
    topics.values().forEach(topic -> topic.forget(origin));
    lostOfForgotten.add(origin.lost());
  }

  /** Says that no server could be received from up to now. */
  void excuseSilence() {
    long now = nanoTime.getAsLong();
    origins.values().forEach(origin -> origin.excuseSilence(now));
  }

  /** Begins to wait until what was missed in an outage is known; returns what to ask whom for. */
  Map<String, Long> beginRecovery() {
    excuseSilence();
    Map<String, Long> asks = new HashMap<>();
    for (Origin origin : origins.values()) {
      origin.forgetRecovery();
      if (origin.complete() >= 0) {
        asks.put(origin.id(), origin.complete());
      }
    }
    return asks;
  }

  /** Returns whether what was missed is known, as far as its publishers live. */
  boolean isRecovered() {
    return origins.values().stream().allMatch(Origin::isRecovered);
  }

  // Numbers.

  /** Returns how many publications were lost, by origin; those of the forgotten under no name. */
  Map<String, Long> lost() {
    Map<String, Long> lost = new HashMap<>();
    origins.forEach(
        (id, origin) -> {
          if (origin.lost() > 0) {
            lost.put(id, origin.lost());
          }
        });
    if (lostOfForgotten.sum() > 0) {
      lost.put("", lostOfForgotten.sum());
    }
    return lost;
  }

  int trackedPairs() {
    return pairs.get();
  }

  int origins() {
    return origins.size();
  }
}
