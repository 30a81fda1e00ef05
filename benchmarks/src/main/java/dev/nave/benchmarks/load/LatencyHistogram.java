package dev.nave.benchmarks.load;

import java.time.Duration;

/**
 * Counts durations in buckets that are 3 % wide, so that percentiles cost little memory and no
 * sorting. Not thread-safe.
 */
public final class LatencyHistogram {
  private static final int STEPS_PER_OCTAVE_BITS = 5;
  private static final int STEPS_PER_OCTAVE = 1 << STEPS_PER_OCTAVE_BITS;

  private final long[] counts = new long[Long.SIZE * STEPS_PER_OCTAVE];

  public void record(long nanos) {
    counts[bucket(Math.max(nanos, 0))]++;
  }

  /** Counts all that another one has counted. */
  public void add(LatencyHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /**
   * Returns the upper edge of the bucket that holds the given part of all durations; zero if there
   * are none.
   *
   * @param part between 0 and 1, for example 0.99
   */
  public Duration percentile(double part) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    long wanted = (long) Math.ceil(total * part);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return Duration.ofNanos(upperEdge(i));
      }
    }
    return Duration.ZERO;
  }

  private static int bucket(long nanos) {
    if (nanos < STEPS_PER_OCTAVE) {
      return (int) nanos;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEPS_PER_OCTAVE_BITS;
    return octave * STEPS_PER_OCTAVE + (int) (nanos >>> octave);
  }

  private static long upperEdge(int bucket) {
    if (bucket < STEPS_PER_OCTAVE) {
      return bucket;
    }
    int octave = bucket / STEPS_PER_OCTAVE - 1;
    long step = bucket - (long) octave * STEPS_PER_OCTAVE;
    return ((step + 1) << octave) - 1;
  }
}
