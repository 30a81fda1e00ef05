package dev.nave.hub.internal.usergroups;

import dev.nave.backplane.Envelope;
import dev.nave.backplane.directory.Directory;
import dev.nave.hub.HubException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.codec.Names;
import dev.nave.hub.internal.envelope.UserGroupCodec;
import dev.nave.hub.internal.envelope.UserGroupCodec.UserGroup;
import dev.nave.hub.internal.nodes.NodeRequests;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.stages.Outcomes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Puts users into groups, with all of their connections on all nodes, and those to come. The
 * directory has the truth, for a time that each entry has. A change is written there first; then
 * all nodes are asked to follow it. A node that has missed that reads the directory again: when its
 * link is back, and when the time of an entry is over.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Stages complete on the executor.
 */
public final class UserGroups {
  private final TopicNames names;
  private final Directory directory;
  private final HubOptions options;
  private final NodeRequests<UserGroup> requests;
  private final Executor executor;
  private final LocalUserGroups here;

  /** Creates the groups of the users of a hub. */
  public UserGroups(
      TopicNames names,
      HubRegistry registry,
      Directory directory,
      UserGroupReads reads,
      HubOptions options,
      NodeRequests.Nodes nodes) {
    this.names = names;
    this.directory = directory;
    this.options = options;
    here =
        new LocalUserGroups(
            names, registry, directory, reads, options.userGroupsWait(), System::nanoTime);
    executor = nodes.executor();
    requests =
        new NodeRequests<>(
            nodes,
            names.userGroups(),
            names::userGroupsChanged,
            new UserGroupCodec(),
            here::followed);
  }

  /** Subscribes to what other nodes ask of this one and answer it. The stage never fails. */
  public CompletableFuture<Void> start(Subscriptions subscriptions) {
    return requests.start(subscriptions);
  }

  /**
   * Takes an envelope if it is a request or an answer.
   *
   * @return whether it was
   * @throws IOException if it cannot be decoded
   */
  public boolean received(String topic, Envelope envelope) throws IOException {
    return requests.received(topic, envelope);
  }

  /** Returns what this node does for it. */
  public LocalUserGroups here() {
    return here;
  }

  // What the application asks for.

  /** Puts a user into a group for some time from now on. */
  public CompletableFuture<Void> add(String userId, String group, Duration time) {
    HubException refusal = refusal(userId, group);
    if (refusal == null && (time.toMillis() <= 0 || time.compareTo(longest()) > 0)) {
      refusal =
          new HubException(
              "the time of a user in a group must be positive and at most maxUserGroupTime, which"
                  + " is "
                  + longest()
                  + ", but was "
                  + time);
    }
    return refusal != null
        ? CompletableFuture.failedFuture(refusal)
        : tell(
            directory
                .putTimed(LocalUserGroups.key(names, userId), group, "", time)
                .toCompletableFuture(),
            new UserGroup(userId, group, time.toMillis()));
  }

  private Duration longest() {
    return options.maxUserGroupTime();
  }

  /** Takes a user out of a group. */
  public CompletableFuture<Void> remove(String userId, String group) {
    HubException refusal = refusal(userId, group);
    return refusal != null
        ? CompletableFuture.failedFuture(refusal)
        : tell(
            directory.removeTimed(LocalUserGroups.key(names, userId), group).toCompletableFuture(),
            new UserGroup(userId, group, 0));
  }

  /** Names may come from a client as they are. */
  private @Nullable HubException refusal(String userId, String group) {
    if (group.length() > options.maxGroupNameLength()) {
      return new HubException(
          "a group name of "
              + group.length()
              + " characters is longer than maxGroupNameLength, which is "
              + options.maxGroupNameLength());
    }
    try {
      Names.check("a user id", userId);
      Names.check("a group name", group);
      return null;
    } catch (IllegalArgumentException e) {
      return new HubException(String.valueOf(e.getMessage()), e);
    }
  }

  private CompletableFuture<Void> tell(CompletableFuture<Void> written, UserGroup change) {
    return Outcomes.on(
        executor,
        written
            .thenCompose(done -> requests.ask(change, Integer.MAX_VALUE))
            .thenApply(found -> null));
  }
}
