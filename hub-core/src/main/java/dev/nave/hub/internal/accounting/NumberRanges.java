package dev.nave.hub.internal.accounting;

import java.util.Arrays;

/**
 * A set of numbers that mostly follow one another, kept as ranges. Not thread-safe.
 *
 * <p>Cheap where it is used: to append at the end and to take from the beginning.
 */
final class NumberRanges {
  /** First and last number of each range, in order; between two ranges at least one is missing. */
  private long[] bounds = {};

  private int ranges;

  boolean isEmpty() {
    return ranges == 0;
  }

  /** Returns how many ranges there are: what the set costs. */
  int ranges() {
    return ranges;
  }

  /** Returns how many numbers are in the set. */
  long size() {
    long size = 0;
    for (int i = 0; i < ranges; i++) {
      size += last(i) - first(i) + 1;
    }
    return size;
  }

  /** Returns the smallest number; there must be one. */
  long first() {
    return first(0);
  }

  boolean contains(long number) {
    int i = firstEndingAtOrBehind(number);
    return i < ranges && first(i) <= number;
  }

  /** Returns the end of the range in which the number is, or the number before it if in none. */
  long endOfRangeAt(long number) {
    int i = firstEndingAtOrBehind(number);
    return i < ranges && first(i) <= number ? last(i) : number - 1;
  }

  /** Adds all numbers of a range; none if it ends before it begins. */
  void add(long from, long to) {
    if (from > to) {
      return;
    }
    int at = firstEndingAtOrBehind(from - 1); // The first that touches or follows.
    int end = at;
    long first = from;
    long last = to;
    while (end < ranges && first(end) <= to + 1) {
      first = Math.min(first, first(end));
      last = Math.max(last, last(end));
      end++;
    }
    replace(at, end, 1);
    bounds[2 * at] = first;
    bounds[2 * at + 1] = last;
  }

  /** Takes all numbers of a range out; returns how many of them were in the set. */
  long remove(long from, long to) {
    int at = firstEndingAtOrBehind(from);
    long removed = 0;
    while (at < ranges && first(at) <= to) {
      long first = first(at);
      long last = last(at);
      removed += Math.min(last, to) - Math.max(first, from) + 1;
      boolean before = first < from;
      boolean behind = last > to;
      replace(at, at + 1, (before ? 1 : 0) + (behind ? 1 : 0));
      if (before) {
        bounds[2 * at] = first;
        bounds[2 * at + 1] = from - 1;
        at++;
      }
      if (behind) {
        bounds[2 * at] = to + 1;
        bounds[2 * at + 1] = last;
        break;
      }
    }
    return removed;
  }

  /** Takes the first range out; returns how many numbers it had. */
  long removeFirst() {
    return ranges == 0 ? 0 : remove(first(0), last(0));
  }

  /** Takes the last range out. */
  void removeLast() {
    if (ranges > 0) {
      ranges--;
    }
  }

  /** Takes all numbers of another set out. */
  void removeAll(NumberRanges others) {
    for (int i = 0; i < others.ranges; i++) {
      remove(others.first(i), others.last(i));
    }
  }

  private long first(int range) {
    return bounds[2 * range];
  }

  private long last(int range) {
    return bounds[2 * range + 1];
  }

  private int firstEndingAtOrBehind(long number) {
    int low = 0;
    int high = ranges;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (last(middle) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Makes room for {@code count} ranges in the place of those of {@code [from, to)}. */
  private void replace(int from, int to, int count) {
    int now = ranges - (to - from) + count;
    if (2 * now > bounds.length) {
      bounds = Arrays.copyOf(bounds, Math.max(2 * now, 2 * bounds.length));
    }
    System.arraycopy(bounds, 2 * to, bounds, 2 * (from + count), 2 * (ranges - to));
    ranges = now;
  }
}
