package dev.nave.samples.chat;

import dev.nave.hub.HubCounters;

/** What a server counted of its messages, as JSON: what monitoring reads. */
final class CountersText {
  private CountersText() {}

  static String of(HubCounters counters) {
    return "{\"published\":%d,\"delivered\":%d,\"refused\":%d,\"unknown\":%d,\"received\":%d,\"lost\":%d,\"duplicates\":%d}"
        .formatted(
            counters.published(),
            counters.delivered(),
            counters.refusedTotal(),
            counters.unknown(),
            counters.received(),
            counters.lost(),
            counters.duplicates());
  }
}
