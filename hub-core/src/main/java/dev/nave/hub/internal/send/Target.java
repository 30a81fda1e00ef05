package dev.nave.hub.internal.send;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  public static Target all(Collection<? extends @Nullable String> excludedIds) {
    return new Target(Kind.ALL, List.of(), once(excludedIds));
  }

  public static Target connection(String id) {
    return new Target(Kind.CONNECTION, List.of(requireNonNull(id, "connectionId")), Set.of());
  }

  public static Target connections(Collection<? extends @Nullable String> ids) {
    return new Target(Kind.CONNECTIONS, List.copyOf(once(ids)), Set.of());
  }

  public static Target group(String group, Collection<? extends @Nullable String> excludedIds) {
    return new Target(Kind.GROUPS, List.of(requireNonNull(group, "group")), once(excludedIds));
  }

  /**
   * Groups of a list. A group that is named twice gets the message twice, as does a connection in
   * two of them.
   *
   * <p>Source: the reference server, with and without Redis; the failure is that of one server
   * alone, where Redis skips such a name in silence.
   *
   * @throws IllegalArgumentException if a name is null or empty
   */
  public static Target groups(Collection<? extends @Nullable String> groups) {
    List<String> names = new ArrayList<>(groups.size());
    for (String group : groups) {
      if (group == null || group.isEmpty()) {
        throw new IllegalArgumentException(
            "Cannot send to an empty group name: name "
                + (names.size() + 1)
                + " of "
                + groups.size()
                + " is "
                + (group == null ? "null" : "empty"));
      }
      names.add(group);
    }
    return new Target(Kind.GROUPS, names, Set.of());
  }

  public static Target user(String userId) {
    return new Target(Kind.USERS, List.of(requireNonNull(userId, "userId")), Set.of());
  }

  public static Target users(Collection<? extends @Nullable String> users) {
    return new Target(Kind.USERS, List.copyOf(once(users)), Set.of());
  }

  /**
   * Returns each name once, without null: the list may come from a client as it is.
   *
   * <p>Source: one reference server alone, which looks for each connection in the list. Over Redis
   * it sends as often as a connection or user is named.
   */
  private static Set<String> once(Collection<? extends @Nullable String> names) {
    Set<String> once = new LinkedHashSet<>();
    for (String name : names) {
      if (name != null) {
        once.add(name);
      }
    }
    return once;
  }
}
