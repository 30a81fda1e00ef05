package dev.nave.hub.internal.accounting;

import dev.nave.hub.internal.accounting.Announcement.Item;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one origin on one topic: those of the counter that it announced last, and those of
 * a later counter that only publications tell of so far.
 *
 * <p>Everyone who may publish can write any number under the name of another server. So a counter
 * takes the place of an earlier one when its origin announces it, and until then the publications
 * of both are delivered. What is not announced within some announcements is forgotten.
 *
 * <p><b>Threading.</b> Owned by the lock of its {@link TrackedTopic}.
 */
final class TrackedOrigin {
  /** So many announcements may pass until one names a counter. */
  private static final int PATIENCE = 8;

  private final TrackedTopic topic;
  private final Origin origin;
  private final AccountingSettings settings;
  private @Nullable TrackedNumbers announced;
  private @Nullable TrackedNumbers claimed;

  /** How many announcements did not name the claimed counter. */
  private int unnamed;

  /** Whether something arrived that may be kept nowhere: what is missing is not certain then. */
  private boolean passedOver;

  private boolean waiting;

  TrackedOrigin(TrackedTopic topic, Origin origin, AccountingSettings settings) {
    this.topic = topic;
    this.origin = origin;
    this.settings = settings;
  }

  TrackedTopic topic() {
    return topic;
  }

  /** Takes the number of a publication that arrived. */
  Arrival receive(long number) {
    TrackedNumbers numbers = numbers(Sequence.epoch(number));
    Arrival arrival = numbers == null ? Arrival.DOUBTED : numbers.receive(Sequence.count(number));
    passedOver |= arrival == Arrival.DOUBTED;
    waitIfOpen();
    return arrival;
  }

  private @Nullable TrackedNumbers numbers(long epoch) {
    TrackedNumbers known = announced;
    if (known != null && known.epoch() == epoch) {
      return known;
    }
    TrackedNumbers later = claimed;
    if (later == null
        && (known == null || epoch > known.epoch())
        && origin.mayHaveReached(epoch, settings.maxJump())) {
      later = begin(epoch, wasThereBefore(epoch));
      claimed = later;
      unnamed = 0;
    }
    return later != null && later.epoch() == epoch ? later : null;
  }

  private TrackedNumbers begin(long epoch, boolean fromFirst) {
    return new TrackedNumbers(origin, epoch, fromFirst, settings.maxGaps(), settings.maxJump());
  }

  /** Else what came first may not have been meant for this node. */
  private boolean wasThereBefore(long epoch) {
    return (announced != null && announced.isAnchored()) || topic.wasThereBefore(origin, epoch);
  }

  /**
   * Takes what an announcement says.
   *
   * @return whether it contradicts an earlier one: one of the two is forged
   */
  boolean name(long announcement, Item item) {
    long epoch = Sequence.epoch(item.number());
    long count = Sequence.count(item.number());
    TrackedNumbers known = announced;
    boolean contradicted =
        known != null
            && (epoch < known.epoch() || (epoch == known.epoch() && known.isContradictedBy(count)));
    if (contradicted) {
      known = null;
      announced = null;
      passedOver = true;
    }
    if (known == null || epoch != known.epoch()) {
      if (known != null) {
        known.loseAll();
      }
      known = take(epoch, count);
      passedOver = false;
      announced = known;
    }
    known.name(announcement, count, item.voids());
    waitIfOpen();
    return contradicted;
  }

  /** Returns the numbers of a counter that is announced now for the first time. */
  private TrackedNumbers take(long epoch, long count) {
    TrackedNumbers claim = claimed;
    if (claim != null && claim.epoch() <= epoch) {
      claimed = null;
      if (claim.epoch() == epoch && !claim.isContradictedBy(count)) {
        return claim;
      }
    }
    TrackedNumbers numbers = begin(epoch, !passedOver && wasThereBefore(epoch));
    if (passedOver) {
      numbers.anchor(count);
    }
    return numbers;
  }

  /**
   * Settles what an announcement did not explain.
   *
   * @return false if a counter is given up that was never announced
   */
  boolean settle(long announcement) {
    waiting = false;
    if (announced != null) {
      announced.settle(announcement);
    }
    boolean believed = claimed == null || ++unnamed <= PATIENCE;
    if (!believed) {
      claimed = null;
    }
    waitIfOpen();
    return believed;
  }

  /** Settles what was announced and explained: the origin is silent. */
  void giveUp() {
    waiting = false;
    if (announced != null) {
      announced.giveUp();
    }
    waitIfOpen();
  }

  /** Settles what was announced: nothing more will be heard. */
  void loseAll() {
    if (announced != null) {
      announced.loseAll();
    }
  }

  private void waitIfOpen() {
    if (!waiting && (claimed != null || (announced != null && announced.isOpen()))) {
      waiting = true;
      origin.await(this);
    }
  }
}
