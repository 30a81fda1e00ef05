package dev.nave.hub;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** What a server tells the application about its connection to the others. */
public sealed interface BackplaneReport {
  /** The connection came up for the first time. */
  record Connected() implements BackplaneReport {}

  /**
   * The connection is down: sends fail, and what others send is missed.
   *
   * @param cause why, as far as it is known
   */
  record Disconnected(Throwable cause) implements BackplaneReport {
    /** Checks the component. */
    public Disconnected {
      Objects.requireNonNull(cause, "cause");
    }
  }

  /**
   * The connection was lost and works again, and what the outage cost is known. Told once per
   * outage, two announcements of the other servers after it was back; if some stay silent, four
   * intervals after it, without them. If the connection is lost again before that, it is told at
   * once, with what is known so far.
   *
   * @param outage from the moment the connection was known to be lost until it was back
   * @param refused publications of this server that were refused meanwhile
   * @param unknown publications of this server whose outcome turned out to be unknown since the
   *     connection was lost
   * @param lostByOrigin publications that this server missed, by the id of the server that sent
   *     them
   */
  record Restored(Duration outage, long refused, long unknown, Map<String, Long> lostByOrigin)
      implements BackplaneReport {
    /** Copies the map. */
    public Restored {
      lostByOrigin = Map.copyOf(lostByOrigin);
    }

    /** Returns how many publications this server missed. */
    public long lost() {
      return lostByOrigin.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Publications did not arrive although no outage was noticed, or not on this side.
   *
   * @param hub name of the hub
   * @param origin id of the server that sent them
   * @param publications how many
   */
  record Lost(String hub, String origin, long publications) implements BackplaneReport {}
}
