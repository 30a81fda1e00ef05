package dev.nave.samples.chat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server counted of its messages, as it tells at {@code /counters} and at its end. */
record ChatCounters(
    long published, long delivered, long refused, long unknown, long received, long lost) {
  static final ChatCounters NONE = new ChatCounters(0, 0, 0, 0, 0, 0);

  static ChatCounters of(String text) {
    JsonNode json = JsonMapper.shared().readTree(text);
    return new ChatCounters(
        json.required("published").longValue(),
        json.required("delivered").longValue(),
        json.required("refused").longValue(),
        json.required("unknown").longValue(),
        json.required("received").longValue(),
        json.required("lost").longValue());
  }

  ChatCounters plus(ChatCounters other) {
    return new ChatCounters(
        published + other.published,
        delivered + other.delivered,
        refused + other.refused,
        unknown + other.unknown,
        received + other.received,
        lost + other.lost);
  }
}
