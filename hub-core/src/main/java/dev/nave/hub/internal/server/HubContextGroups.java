package dev.nave.hub.internal.server;

import dev.nave.backplane.TopicText;
import dev.nave.hub.HubGroups;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The groups of a {@link dev.nave.hub.HubContext}, and of hub objects whose call has ended, where
 * no call fails by a change that fails. Any thread.
 */
record HubContextGroups(HubGroups groups, UnseenFailures unseen) implements HubGroups {
  @Override
  public CompletableFuture<Void> add(String connectionId, String group) {
    return watched("was not put into", connectionId, group, groups.add(connectionId, group));
  }

  @Override
  public CompletableFuture<Void> addWithValue(String connectionId, String group, String value) {
    return watched(
        "was not put into", connectionId, group, groups.addWithValue(connectionId, group, value));
  }

  @Override
  public CompletableFuture<Void> remove(String connectionId, String group) {
    return watched("was not taken out of", connectionId, group, groups.remove(connectionId, group));
  }

  @Override
  public CompletableFuture<Void> addUser(String userId, String group) {
    return watchedUser("was not put into", userId, group, groups.addUser(userId, group));
  }

  @Override
  public CompletableFuture<Void> addUser(String userId, String group, Duration time) {
    return watchedUser("was not put into", userId, group, groups.addUser(userId, group, time));
  }

  @Override
  public CompletableFuture<Void> removeUser(String userId, String group) {
    return watchedUser("was not taken out of", userId, group, groups.removeUser(userId, group));
  }

  private CompletableFuture<Void> watchedUser(
      String what, String userId, String group, CompletableFuture<Void> change) {
    return unseen.watched(
        change,
        () -> "user " + TopicText.quote(userId) + " " + what + " group " + TopicText.quote(group));
  }

  private CompletableFuture<Void> watched(
      String what, String connectionId, String group, CompletableFuture<Void> change) {
    return unseen.watched(
        change,
        () ->
            "connection "
                + TopicText.quote(connectionId)
                + " "
                + what
                + " group "
                + TopicText.quote(group));
  }
}
