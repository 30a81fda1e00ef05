package dev.nave.hub.internal.accounting;

import java.util.List;
import java.util.Map;

/**
 * What a node tells the others at intervals: that it lives, and up to which number it has published
 * on each topic; or a part of that.
 *
 * @param origin id of the node
 * @param number counts the node's announcements, from 1; 0 if this is none, but only asks
 * @param since the announcement names whatever has changed since the one of this number
 * @param intervalMillis how long it is until the next
 * @param piece index of this part of the announcement
 * @param last whether no further part follows
 * @param items what changed
 * @param asks of which other nodes this one missed announcements: it wants to know what changed
 *     since the one of that number
 * @param shape stands for what clients may call on the node's hub; 0 if the node does not tell
 */
record Announcement(
    String origin,
    long number,
    long since,
    long intervalMillis,
    int piece,
    boolean last,
    List<Item> items,
    Map<String, Long> asks,
    long shape) {

  /** An announcement of a node that does not tell the shape of its hub. */
  Announcement(
      String origin,
      long number,
      long since,
      long intervalMillis,
      int piece,
      boolean last,
      List<Item> items,
      Map<String, Long> asks) {
    this(origin, number, since, intervalMillis, piece, last, items, asks, 0);
  }

  /**
   * What became of the publications on one topic.
   *
   * @param topic its name, without that of the hub
   * @param number the largest number up to which all publications are settled
   * @param voids counts of the same epoch up to it that certainly never arrive anywhere
   */
  record Item(String topic, long number, List<Range> voids) {}

  /** All counts from the first to the last. */
  record Range(long from, long to) {}
}
