package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the clients of a program received, batch by batch.
 *
 * @param intervals for each batch, what each client received until it was settled
 * @param notes what did not come in time
 */
record Transcript(Program program, List<Map<String, List<Event>>> intervals, List<String> notes) {

  /**
   * What one client received after one batch.
   *
   * @param lines normalised
   */
  record Part(int batch, String client, List<String> lines) {}

  /** Returns what is compared, normalised. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < intervals.size(); i++) {
      int batch = i;
      intervals
          .get(i)
          .forEach(
              (client, events) ->
                  parts.add(
                      new Part(batch, client, Normaliser.lines(events, program.mode().farm()))));
    }
    parts.add(new Part(intervals.size(), "play", notes));
    return parts;
  }

  boolean ranOutOfTime() {
    return !notes.isEmpty();
  }
}
