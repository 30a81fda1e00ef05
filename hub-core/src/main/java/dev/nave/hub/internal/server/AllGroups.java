package dev.nave.hub.internal.server;

import dev.nave.hub.HubGroups;
import dev.nave.hub.internal.groups.GroupChanges;
import dev.nave.hub.internal.usergroups.UserGroups;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Groups of connections, and of users where a hub has them. Any thread.
 *
 * @param users null where the option usersInGroups is off
 * @param time how long a user is in a group where that is not said
 */
record AllGroups(GroupChanges connections, @Nullable UserGroups users, Duration time)
    implements HubGroups {
  @Override
  public CompletableFuture<Void> add(String connectionId, String group) {
    return connections.add(connectionId, group);
  }

  @Override
  public CompletableFuture<Void> addWithValue(String connectionId, String group, String value) {
    return connections.addWithValue(connectionId, group, value);
  }

  @Override
  public CompletableFuture<Void> remove(String connectionId, String group) {
    return connections.remove(connectionId, group);
  }

  @Override
  public CompletableFuture<Void> addUser(String userId, String group) {
    return addUser(userId, group, time);
  }

  @Override
  public CompletableFuture<Void> addUser(String userId, String group, Duration lasting) {
    return ofUsers(groups -> groups.add(userId, group, lasting));
  }

  @Override
  public CompletableFuture<Void> removeUser(String userId, String group) {
    return ofUsers(groups -> groups.remove(userId, group));
  }

  private CompletableFuture<Void> ofUsers(Function<UserGroups, CompletableFuture<Void>> change) {
    return users == null
        ? CompletableFuture.failedFuture(
            new IllegalStateException("users cannot be put into groups: usersInGroups is off"))
        : change.apply(users);
  }
}
