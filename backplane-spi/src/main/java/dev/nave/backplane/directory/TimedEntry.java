package dev.nave.backplane.directory;

import java.time.Duration;
import java.util.Objects;

/**
 * A member of a key that belongs to no node, as {@link Directory#timed} lists it.
 *
 * @param member the member's name
 * @param value what was written with it
 * @param remaining how long it lasts from now on; positive
 */
public record TimedEntry(String member, String value, Duration remaining) {
  /** Checks the components. */
  public TimedEntry {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(remaining, "remaining");
  }
}
