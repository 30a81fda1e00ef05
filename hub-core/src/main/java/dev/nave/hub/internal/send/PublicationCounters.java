package dev.nave.hub.internal.send;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What became of the publications of one hub on this node: {@code published = delivered + refused +
 * unknown}, each settled once; and how many of all nodes arrived here. One publication is one
 * publish on one topic; a message to a local connection is none. Any thread.
 */
public final class PublicationCounters {
  private final LongAdder published = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder untracked = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final Map<RefusalReason, LongAdder> refused = new EnumMap<>(RefusalReason.class);

  public PublicationCounters() {
    for (RefusalReason reason : RefusalReason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  void publish() {
    published.increment();
  }

  /** Settles one publication by the failure of its stage, or the lack of one. */
  void settle(@Nullable Throwable failure) {
    if (failure == null) {
      delivered.increment();
    } else if (failure instanceof BackplaneUnavailableException refusal) {
      refuse(refusal.reason());
    } else {
      unknown.increment(); // A time-out, or something that no backplane should fail with.
    }
  }

  private void refuse(RefusalReason reason) {
    LongAdder counter = refused.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  /** Counts one that arrived. */
  public void receive() {
    received.increment();
  }

  /** Counts one that arrived and tells nothing about others. */
  public void receiveUntracked() {
    received.increment();
    untracked.increment();
  }

  public void duplicate() {
    duplicates.increment();
  }

  /** Returns how many publications were begun. */
  public long published() {
    return published.sum();
  }

  /** Returns how many the backplane accepted. */
  public long delivered() {
    return delivered.sum();
  }

  /** Returns how many may or may not have gone out. */
  public long unknown() {
    return unknown.sum();
  }

  /** Returns how many certainly never go out, for one reason. */
  public long refused(RefusalReason reason) {
    LongAdder counter = refused.get(reason);
    return counter == null ? 0 : counter.sum();
  }

  /** Returns how many certainly never go out. */
  public long refused() {
    return refused.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Returns how many certainly never go out, by reason, where there are any. */
  public Map<RefusalReason, Long> refusedByReason() {
    Map<RefusalReason, Long> byReason = new EnumMap<>(RefusalReason.class);
    refused.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            byReason.put(reason, count.sum());
          }
        });
    return byReason;
  }

  /** Returns how many of those of all nodes arrived. */
  public long received() {
    return received.sum();
  }

  /** Returns how many of these bore no number, or one that could not be kept track of. */
  public long untracked() {
    return untracked.sum();
  }

  /** Returns how many came twice or too late, and were dropped. */
  public long duplicates() {
    return duplicates.sum();
  }
}
