package dev.nave.benchmarks.load;

import java.util.Locale;

/** What the load client asks for. */
public enum Scenario {
  /** One connection calls {@code Broadcast}; everybody gets the text. */
  BROADCAST(1_000),
  /** The same with 1 kB of JSON. */
  BROADCAST_1K(1_000),
  /** The same with clients that ask for {@code permessage-deflate}, which the server must have. */
  BROADCAST_1K_DEFLATED(1_000),
  /** Every connection calls {@code Echo} and gets its own text back. */
  ECHO(200),
  /** Every connection calls {@code Visit}, which joins a group and leaves an earlier one. */
  VISIT(200);

  private final int usualConnections;

  Scenario(int usualConnections) {
    this.usualConnections = usualConnections;
  }

  /** Returns whether clients ask for {@code permessage-deflate}. */
  boolean isDeflated() {
    return this == BROADCAST_1K_DEFLATED;
  }

  /** Returns whether the caller alone gets the text, as an answer. */
  boolean isAnswered() {
    return this == ECHO || this == VISIT;
  }

  /** Returns the call that is made again and again. */
  CallFrame call() {
    return switch (this) {
      case BROADCAST -> CallFrame.broadcast();
      case BROADCAST_1K, BROADCAST_1K_DEFLATED -> CallFrame.broadcastOfJson();
      case ECHO -> CallFrame.echo();
      case VISIT -> CallFrame.visit();
    };
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
