package dev.nave.backplane.directory;

import java.util.Objects;

/**
 * What became different for a key, told to one node of all.
 *
 * @param id the same each time that this change is told; different from those of all others
 * @param kind what happened
 * @param key the key; that of a {@link Kind#RESET} has no meaning
 * @param member the member's name; empty for a {@link Kind#RESET}
 * @param value what was written with the member last
 * @param node the node that wrote the member; for a {@link Kind#RESET} the one that noticed it
 * @param reason what {@link Directory#remove} got; empty unless it is a {@link Kind#LEFT}
 * @param members how many members the key had right after the change: 1 for the first that joined,
 *     0 for the last that left
 */
public record Change(
    String id,
    Kind kind,
    DirectoryKey key,
    String member,
    String value,
    String node,
    String reason,
    long members) {

  /** What happened. */
  public enum Kind {
    /** The key has a new member. */
    JOINED,
    /** The member's node removed it. */
    LEFT,
    /** The member's node is gone, and the member with it. */
    LOST,
    /**
     * The medium may have lost what it held, so that changes before this one may never be told:
     * what depends on them is to be listed anew. Each node that was there before tells one, once it
     * has written its entries again: what is listed after the last one is whole. If no node is
     * left, the directory begins anew.
     */
    RESET
  }

  /** Checks the components. */
  public Change {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(reason, "reason");
  }

  /** Whether the key had no member before. */
  public boolean isFirst() {
    return kind == Kind.JOINED && members == 1;
  }

  /** Whether the key has no member any more. */
  public boolean isLast() {
    return (kind == Kind.LEFT || kind == Kind.LOST) && members == 0;
  }
}
