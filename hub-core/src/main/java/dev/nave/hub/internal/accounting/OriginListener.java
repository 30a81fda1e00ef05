package dev.nave.hub.internal.accounting;

/** Hears what this node finds out about those that publish. Must not block. */
public interface OriginListener {
  /** Publications of another node, or of this one, will not arrive here any more. */
  void lost(String origin, long publications);

  /** A node missed three announcements: it is taken for dead. It may come back. */
  void died(String origin);

  /**
   * Something came under the name of a node that does not fit to what it announced: it may be
   * forged. Heard for each.
   */
  void doubted(String origin);

  /**
   * On another node clients may call other methods of the hub of this name. Heard once for each.
   */
  default void differs(String origin) {}
}
