package dev.nave.hub.internal.presence;

import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.hub.HubException;
import dev.nave.hub.PresenceMember;
import dev.nave.hub.internal.codec.Names;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one hub's entries of the directory are called, and what they hold. */
public final class PresenceKeys {
  private final String hub;
  private final String groups;
  private final String users;
  private final String servers;

  public PresenceKeys(String hub) {
    this.hub = hub;
    groups = hub + ":groups";
    users = hub + ":users";
    servers = hub + ":servers";
  }

  /** Returns the name of the hub to which a space belongs; names of hubs have no colon. */
  public static String hubOf(String space) {
    int end = space.indexOf(':');
    return end < 0 ? space : space.substring(0, end);
  }

  /** Returns the name of the hub. */
  String hub() {
    return hub;
  }

  /** Keys are the names of groups, members the connections in them. */
  String groups() {
    return groups;
  }

  /** Keys are the ids of users, members their connections. */
  String users() {
    return users;
  }

  /** Keys are the ids of servers, members their connections. */
  String servers() {
    return servers;
  }

  DirectoryKey group(String group) {
    return new DirectoryKey(groups(), checked("a group name", group));
  }

  DirectoryKey user(String userId) {
    return new DirectoryKey(users(), checked("a user id", userId));
  }

  DirectoryKey server(String nodeId) {
    return new DirectoryKey(servers(), nodeId);
  }

  private static String checked(String what, String name) {
    try {
      return Names.check(what, name);
    } catch (IllegalArgumentException e) { // The name may come from a client as it is.
      throw new HubException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes {@code since length userId value}; the length is that of the user id, or -1. */
  static String write(long since, @Nullable String userId, String value) {
    return since
        + " "
        + (userId == null ? -1 : userId.length())
        + " "
        + (userId == null ? "" : userId)
        + value;
  }

  /** Reads what {@link #write} has written; what is something else becomes the value. */
  static PresenceMember read(String connectionId, String server, String written) {
    try {
      int first = written.indexOf(' ');
      int second = written.indexOf(' ', first + 1);
      Instant since = Instant.ofEpochMilli(Long.parseLong(written.substring(0, first)));
      int length = Integer.parseInt(written.substring(first + 1, second));
      int value = second + 1 + Math.max(0, length);
      Optional<String> userId =
          length < 0 ? Optional.empty() : Optional.of(written.substring(second + 1, value));
      return new PresenceMember(connectionId, userId, server, since, written.substring(value));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return new PresenceMember(connectionId, Optional.empty(), server, Instant.EPOCH, written);
    }
  }
}
