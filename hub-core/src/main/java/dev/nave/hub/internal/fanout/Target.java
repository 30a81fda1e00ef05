package dev.nave.hub.internal.fanout;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Who a message is for, as the application named them.
 *
 * @param kind what the names are names of
 * @param names groups, users or connections; empty for all
 * @param excludedIds connections that do not get it
 */
public record Target(Kind kind, List<String> names, Set<String> excludedIds) {

  /** What the names of a target are names of. */
  public enum Kind {
    /** No names: all connections. */
    ALL,
    /** One connection: it gets the message directly if it is on this node. */
    CONNECTION,
    /** Connections. */
    CONNECTIONS,
    /** Groups. */
    GROUPS,
    /** Users. */
    USERS
  }

  /** Copies the collections. */
  public Target {
    names = List.copyOf(names);
    excludedIds = Set.copyOf(excludedIds);
  }

  static Target all(Collection<String> excludedIds) {
    return new Target(Kind.ALL, List.of(), Set.copyOf(excludedIds));
  }

  static Target connection(String id) {
    return new Target(Kind.CONNECTION, List.of(id), Set.of());
  }

  static Target connections(Collection<String> ids) {
    return new Target(Kind.CONNECTIONS, List.copyOf(ids), Set.of());
  }

  static Target groups(Collection<String> groups, Collection<String> excludedIds) {
    return new Target(Kind.GROUPS, List.copyOf(groups), Set.copyOf(excludedIds));
  }

  static Target users(Collection<String> users) {
    return new Target(Kind.USERS, List.copyOf(users), Set.of());
  }
}
