package dev.nave.hub;

/**
 * What a {@link PresenceListener} hears.
 *
 * <p>The id is the same if the event comes again, because the server that raised it first died in
 * the middle; else each has its own.
 */
public sealed interface PresenceEvent {
  /** Returns the id of the event. */
  String id();

  /** Why a connection is no longer there. */
  enum Why {
    /** It was taken out of the group. */
    LEFT,
    /** It has ended. */
    DISCONNECTED,
    /** Its server was killed or cut off. */
    SERVER_LOST
  }

  /**
   * A connection is in a group.
   *
   * @param members how many the group has with it
   */
  record Joined(String id, String group, PresenceMember member, long members)
      implements PresenceEvent {}

  /**
   * A connection is in a group no longer.
   *
   * @param members how many the group has without it
   */
  record Left(String id, String group, PresenceMember member, Why why, long members)
      implements PresenceEvent {}

  /** A user has a connection, the first one. */
  record UserOnline(String id, String userId, PresenceMember connection) implements PresenceEvent {}

  /** A user has no connection any more: the last one has ended. */
  record UserOffline(String id, String userId, PresenceMember connection, Why why)
      implements PresenceEvent {}

  /**
   * The backplane may have lost what it held, and events before this one may be missing: what was
   * made of them is to be listed anew. Each server raises one, once it has entered its connections
   * again.
   */
  record Reset(String id) implements PresenceEvent {}
}
