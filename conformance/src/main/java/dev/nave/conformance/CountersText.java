package dev.nave.conformance;

import dev.nave.hub.HubCounters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What a server counted, as JSON: what checks compare with what clients saw. */
final class CountersText {
  private static final JsonMapper JSON = JsonMapper.shared();

  private CountersText() {}

  static String of(HubCounters counters) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("published", counters.published());
    values.put("delivered", counters.delivered());
    values.put("refused", new TreeMap<>(counters.refused()));
    values.put("unknown", counters.unknown());
    values.put("received", counters.received());
    values.put("lost", counters.lost());
    return JSON.writeValueAsString(values);
  }
}
