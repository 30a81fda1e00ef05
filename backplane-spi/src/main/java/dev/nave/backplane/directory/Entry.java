package dev.nave.backplane.directory;

import java.util.Objects;

/**
 * A member of a key, as {@link Directory#members} lists it.
 *
 * @param member the member's name
 * @param value what its node wrote with it
 * @param node the {@link Directory#node} that wrote it
 */
public record Entry(String member, String value, String node) {
  /** Checks the components. */
  public Entry {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(node, "node");
  }
}
