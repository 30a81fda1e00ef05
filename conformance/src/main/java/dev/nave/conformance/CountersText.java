package dev.nave.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nave.hub.HubCounters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a server counted, as JSON: what checks compare with what clients saw. */
final class CountersText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CountersText() {}

  static String of(HubCounters counters) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("published", counters.published());
    values.put("delivered", counters.delivered());
    values.put("refused", new TreeMap<>(counters.refused()));
    values.put("unknown", counters.unknown());
    values.put("received", counters.received());
    values.put("lost", counters.lost());
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers can always be written", e);
    }
  }
}
