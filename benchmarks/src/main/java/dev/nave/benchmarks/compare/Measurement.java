package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.Scenario;

/**
 * One kind of load, written {@code scenario:outstanding} or {@code
 * scenario:outstanding:connections}.
 *
 * @param scenario what is asked for
 * @param outstanding calls under way at a time
 * @param connections the number of connections
 */
public record Measurement(Scenario scenario, int outstanding, int connections) {
  /** What the published figures are of. */
  static final String USUAL = "broadcast:1,broadcast:16,echo:1,echo:8";

  static Measurement parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(
          "a measurement is scenario:outstanding[:connections] but was \"" + text + "\"");
    }
    Scenario scenario = Scenario.named(parts[0]);
    return new Measurement(
        scenario,
        Integer.parseInt(parts[1]),
        parts.length == 3 ? Integer.parseInt(parts[2]) : scenario.usualConnections());
  }

  /** Returns the form that {@link #parse} reads. */
  String toText() {
    return scenario + ":" + outstanding + ":" + connections;
  }

  @Override
  public String toString() {
    return scenario + ", " + connections + " connections, W=" + outstanding;
  }
}
