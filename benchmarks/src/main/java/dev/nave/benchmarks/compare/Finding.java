package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadResult;

/**
 * What one load on one server in one round showed.
 *
 * @param round from 1 on; 0 for the round before, whose figures are not told but for the memory
 */
record Finding(int round, Measurement measurement, ServerKind server, LoadResult result) {
  /** Returns whether it is told. */
  boolean counts() {
    return round > 0;
  }
}
