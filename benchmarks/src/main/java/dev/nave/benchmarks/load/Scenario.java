package dev.nave.benchmarks.load;

import java.util.Locale;

/** What the load client asks for. */
public enum Scenario {
  /** One connection calls {@code Broadcast}; everybody gets the text. */
  BROADCAST(1_000),
  /** Every connection calls {@code Echo} and gets its own text back. */
  ECHO(200);

  private final int usualConnections;

  Scenario(int usualConnections) {
    this.usualConnections = usualConnections;
  }

  /** Returns the number of connections of the published figures. */
  public int usualConnections() {
    return usualConnections;
  }

  /** Returns the scenario called {@code name}, in any case. */
  public static Scenario named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
