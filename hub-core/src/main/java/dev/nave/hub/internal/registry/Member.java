package dev.nave.hub.internal.registry;

import dev.nave.hub.internal.connection.HubConnection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A registered connection and the groups that it is in.
 *
 * <p><b>Threading.</b> Changed on the connection's loop; any thread may look.
 */
final class Member {
  final HubConnection connection;
  final @Nullable String userId;

  /** Null without a watcher. */
  final @Nullable WatchedMember watched;

  /** Whether this node is subscribed to its connection's own topic. Owned by the loop. */
  boolean subscribed;

  /** Its places in groups, by the names of their topics; null before the first one. */
  private volatile @Nullable Map<String, Topic.Membership> groups;

  Member(HubConnection connection, @Nullable String userId, @Nullable MembershipWatcher watcher) {
    this.connection = connection;
    this.userId = userId;
    watched = watcher == null ? null : new WatchedMember(watcher, connection, userId);
  }

  /** Returns the topics of its groups: a view, or none for good. */
  Set<String> groupTopics() {
    Map<String, Topic.Membership> now = groups;
    return now == null ? Set.of() : now.keySet();
  }

  /** Returns its place in a group; null if it has none. */
  Topic.@Nullable Membership inGroup(String topic) {
    Map<String, Topic.Membership> now = groups;
    return now == null ? null : now.get(topic);
  }

  void entered(String topic, Topic.Membership place) {
    Map<String, Topic.Membership> now = groups;
    if (now == null) {
      now = new ConcurrentHashMap<>(4);
      groups = now;
    }
    now.put(topic, place);
  }

  /** Takes its place in a group; null if it has none. */
  Topic.@Nullable Membership left(String topic) {
    Map<String, Topic.Membership> now = groups;
    return now == null ? null : now.remove(topic);
  }
}
