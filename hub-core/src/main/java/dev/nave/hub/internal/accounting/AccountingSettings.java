package dev.nave.hub.internal.accounting;

import java.time.Duration;

/**
 * Intervals and bounds of the accounting of one hub.
 *
 * @param announceInterval how often a server tells the others what it published
 * @param counterIdleTime how long a topic's counter is kept that is not used
 * @param maxCounters how many topics' counters are kept; beyond, the least recently used is
 *     dropped. Shared out among 64 locks, so names that are spread unevenly meet it a little
 *     earlier
 * @param maxVoids how many runs of void numbers a counter remembers; beyond, the oldest is
 *     forgotten, and who has not heard of it takes it for lost
 * @param forgetAfter how long an origin may be silent before what is known of it is forgotten
 * @param maxOrigins of how many other servers something is known; the publications of more count as
 *     received, and their gaps are not seen
 * @param maxTracked for how many pairs of origin and topic numbers are tracked; beyond as above
 * @param maxGaps how many gaps of one pair wait to be explained; beyond, the oldest counts as lost
 * @param maxJump how far a number may be ahead of what its origin announced, in announcements and
 *     in publications; one that is further is taken for forged
 */
public record AccountingSettings(
    Duration announceInterval,
    Duration counterIdleTime,
    int maxCounters,
    int maxVoids,
    Duration forgetAfter,
    int maxOrigins,
    int maxTracked,
    int maxGaps,
    long maxJump) {

  /** Returns the bounds that a server has, with this interval. */
  public static AccountingSettings withInterval(Duration announceInterval) {
    return new AccountingSettings(
        announceInterval,
        Duration.ofMinutes(5),
        100_000,
        1_000,
        Duration.ofMinutes(10),
        1_000,
        100_000,
        10_000,
        1_000_000);
  }
}
