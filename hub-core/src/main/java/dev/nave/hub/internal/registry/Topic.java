package dev.nave.hub.internal.registry;

import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundMessage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this node is subscribed to on behalf of its members: all connections of a hub, a group, a
 * user. Each has one list of members for each loop that it has members on.
 *
 * <p><b>Threading.</b> The set of lists only grows, under the lock of the {@link TopicTable}, and
 * is read by any thread; each list is its loop's.
 */
final class Topic {
  private final CompletableFuture<Void> subscribed;
  private volatile @Nullable MemberList lists;
  private int members;

  Topic(CompletableFuture<Void> subscribed) {
    this.subscribed = subscribed;
  }

  /** Returns the stage that is done when the subscription is confirmed, or need not be awaited. */
  CompletableFuture<Void> subscribed() {
    return subscribed;
  }

  /** Table's lock. Counts one member more; returns the list of its loop. */
  MemberList retain(HubLoop loop) {
    members++;
    MemberList known = listOf(loop);
    if (known != null) {
      return known;
    }
    MemberList list = new MemberList(loop, lists);
    lists = list;
    return list;
  }

  private @Nullable MemberList listOf(HubLoop loop) {
    MemberList list = lists;
    while (list != null && list.loop() != loop) {
      list = list.next();
    }
    return list;
  }

  /** On the connection's loop. Returns whether it was a member, and is none any more. */
  boolean remove(HubConnection connection) {
    MemberList list = listOf(connection.loop());
    return list != null && list.remove(connection);
  }

  /** Before the topic is in the table. Keeps it alive without members. */
  void pin() {
    members++;
  }

  /** Table's lock. Counts one member less; returns whether that was the last. */
  boolean release() {
    return --members == 0;
  }

  /** Any thread. Hands a message to each loop that has members; tells of loops that are full. */
  void deliver(OutboundMessage message, Set<String> excludedIds, Consumer<HubLoop> full) {
    for (MemberList list = lists; list != null; list = list.next()) {
      HubLoop loop = list.loop();
      if (loop.isFull()) {
        full.accept(loop);
      } else {
        loop.deliver(list.except(excludedIds), message);
      }
    }
  }

  /** Any thread. Hands each member over on its loop; returns how many times that was true. */
  CompletableFuture<Integer> count(Predicate<HubConnection> action) {
    CompletableFuture<Integer> all = CompletableFuture.completedFuture(0);
    for (MemberList list = lists; list != null; list = list.next()) {
      CompletableFuture<Integer> counted = new CompletableFuture<>();
      MemberList counting = list;
      list.loop().execute(() -> counted.complete(counting.count(action)));
      all = all.thenCombine(counted, Integer::sum);
    }
    return all;
  }

  /** A connection's place in the topic. Loop only. */
  record Membership(Topic topic, MemberList list) {
    void enter(HubConnection connection) {
      list.add(connection);
    }

    void leave(HubConnection connection) {
      list.remove(connection);
    }
  }
}
