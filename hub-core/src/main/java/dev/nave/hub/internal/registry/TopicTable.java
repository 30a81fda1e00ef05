package dev.nave.hub.internal.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.HubLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one hub that have members on this node, and their subscriptions at the backplane: a
 * topic is subscribed to when its first member joins, and unsubscribed when its last one leaves. Of
 * the topics that belong to one connection there are the subscriptions alone.
 *
 * <p><b>Threading.</b> Any thread. Each topic's changes and subscriptions are made under its lock
 * in the map, so that leave and rejoin do not race and different topics do not wait for each other.
 * Those that belong to one connection change on its loop alone.
 */
final class TopicTable {
  private final ConcurrentMap<String, Topic> topics = new ConcurrentHashMap<>();
  private final Subscriptions subscriptions;
  private final TopicWatcher watcher;

  TopicTable(Subscriptions subscriptions, TopicWatcher watcher) {
    this.subscriptions = subscriptions;
    this.watcher = watcher;
  }

  /** Returns the topic, if it has members here. */
  @Nullable Topic find(String name) {
    return topics.get(name);
  }

  /** Subscribes to a topic until the server ends, whatever its members do. */
  CompletableFuture<Void> pin(String name) {
    Topic topic = new Topic(subscribe(name));
    topic.pin();
    topics.put(name, topic);
    return topic.subscribed();
  }

  /** Subscribes to the topic of one connection alone, which needs no list of its members. */
  CompletableFuture<Void> subscribe(String name) {
    return subscriptions.subscribe(name, watcher.subscribed(name));
  }

  /** Returns how many topics have names that begin so. */
  int count(String prefix) {
    int count = 0;
    for (String name : topics.keySet()) {
      if (name.startsWith(prefix)) {
        count++;
      }
    }
    return count;
  }

  /** Takes a {@link #subscribe} back. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> unsubscribe(String name) {
    watcher.unsubscribed(name);
    return subscriptions.unsubscribe(name);
  }

  /** Makes a connection a member, on its loop; returns the stage of the subscription. */
  CompletableFuture<Void> enter(String name, HubConnection connection) {
    Topic.Membership entered = retain(name, connection.loop());
    entered.enter(connection);
    return entered.topic().subscribed();
  }

  /** Takes an {@link #enter} back, if there was one. On the connection's loop. */
  void leave(String name, HubConnection connection) {
    Topic topic = topics.get(name);
    if (topic != null && topic.remove(connection)) {
      release(name);
    }
  }

  /** Counts a member more, on this loop. */
  Topic.Membership retain(String name, HubLoop loop) {
    List<Topic.Membership> made = new ArrayList<>(1);
    topics.compute(
        name,
        (unused, known) -> {
          Topic topic = known != null ? known : new Topic(subscribe(name));
          made.add(new Topic.Membership(topic, topic.retain(loop)));
          return topic;
        });
    return made.get(0);
  }

  /** Counts a member less; returns the stage of the unsubscription where it was the last. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> release(String name) {
    List<CompletableFuture<Void>> done = new ArrayList<>(1);
    topics.computeIfPresent(
        name,
        (unused, topic) -> {
          if (!topic.release()) {
            return topic;
          }
          done.add(unsubscribe(name));
          return null;
        });
    return done.isEmpty() ? CompletableFuture.completedFuture(null) : done.get(0);
  }
}
