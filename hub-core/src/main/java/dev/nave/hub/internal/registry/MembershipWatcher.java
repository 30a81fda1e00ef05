package dev.nave.hub.internal.registry;

import org.jspecify.annotations.Nullable;

/** Told who is here. On the connection's loop; must not block. */
public interface MembershipWatcher {
  /**
   * A connection's place in a group.
   *
   * @param sinceMillis when it joined
   * @param value what the application has attached; may be empty
   */
  record Place(long sinceMillis, String value) {}

  /** The hub has accepted a connection; its groups follow. */
  void connected(String connectionId, @Nullable String userId, long sinceMillis);

  /** A connection has ended; it has left its groups. */
  void ended(String connectionId, @Nullable String userId);

  /** A connection is in a group, or has another value in it. */
  void joined(String connectionId, @Nullable String userId, String group, Place place);

  /**
   * A connection is not in a group any more.
   *
   * @param ended whether that is because it has ended
   */
  void left(String connectionId, String group, boolean ended);
}
