package dev.nave.hub.internal.accounting;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many announcements a node has begun; the epoch of the counters that begin meanwhile. Any
 * thread.
 */
final class AnnouncementCount {
  private final AtomicLong count = new AtomicLong();

  long current() {
    return count.get();
  }

  /** Begins an announcement; returns its number, from 1. */
  long next() {
    return count.updateAndGet(now -> Math.min(now + 1, Sequence.MAX_EPOCH));
  }

  /** Sees to it that counters from now on have a later epoch than that one. */
  void passEpoch(long epoch) {
    count.compareAndSet(epoch, epoch + 1);
  }
}
