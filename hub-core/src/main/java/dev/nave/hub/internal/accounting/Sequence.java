package dev.nave.hub.internal.accounting;

/**
 * The number that a publication bears: unique per origin and topic, and growing. Its upper half is
 * the epoch, which tells the counter that gave it from an earlier one for the same topic; its lower
 * half counts from 1.
 */
final class Sequence {
  /** The largest count that a number has room for. */
  static final long MAX_COUNT = 0xFFFF_FFFFL;

  /** The largest epoch, so that numbers are positive. */
  static final long MAX_EPOCH = 0x7FFF_FFFFL;

  private Sequence() {}

  static long of(long epoch, long count) {
    return epoch << 32 | count;
  }

  static long epoch(long number) {
    return number >>> 32;
  }

  static long count(long number) {
    return number & MAX_COUNT;
  }
}
