package dev.nave.hub.internal.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.HubProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one hub on this node, by id, group and user.
 *
 * <p><b>Threading.</b> Look-ups and deliveries from any thread. A connection enters and leaves
 * topics on its own loop, which owns its memberships.
 */
public final class HubRegistry {
  private final TopicNames names;
  private final TopicTable topics;
  private final ConcurrentMap<String, Member> members = new ConcurrentHashMap<>();
  private final Map<HubProtocol, AtomicInteger> protocols = new HashMap<>();
  private final EndedConnections ended = new EndedConnections();
  private volatile CompletableFuture<Void> empty = new CompletableFuture<>();
  private volatile @Nullable Consumer<HubConnection> newcomers;

  /** Creates an empty registry for clients that speak these protocols. */
  public HubRegistry(
      TopicNames names, Subscriptions subscriptions, Collection<HubProtocol> protocols) {
    this(names, subscriptions, protocols, TopicWatcher.NONE);
  }

  /**
   * Creates an empty registry.
   *
   * @param watcher told which topics are subscribed to for connections
   */
  public HubRegistry(
      TopicNames names,
      Subscriptions subscriptions,
      Collection<HubProtocol> protocols,
      TopicWatcher watcher) {
    this.names = names;
    this.topics = new TopicTable(subscriptions, watcher);
    protocols.forEach(protocol -> this.protocols.put(protocol, new AtomicInteger()));
  }

  /** A registered connection and where it is in. */
  private static final class Member {
    final HubConnection connection;

    /** Changed on the connection's loop; any thread may look. */
    final Map<String, Topic.Membership> memberships = new ConcurrentHashMap<>();

    /** How many of the memberships are no groups. Owned by the connection's loop. */
    int ownTopics;

    Member(HubConnection connection) {
      this.connection = connection;
    }
  }

  /** Subscribes to the topics of every node. The stage never fails. */
  public CompletableFuture<Void> start() {
    return topics.pin(names.all());
  }

  // Who is here: on the connection's loop.

  /**
   * Registers a connection under its id, its user and among all.
   *
   * @return done when it can be reached from every node, as far as that can be awaited
   */
  public CompletableFuture<Void> register(HubConnection connection, @Nullable String userId) {
    Member member = new Member(connection);
    members.put(connection.id(), member);
    count(connection, 1);
    Consumer<HubConnection> unwelcome = newcomers;
    if (unwelcome != null) {
      unwelcome.accept(connection);
    }
    CompletableFuture<Void> all = enter(member, names.all());
    CompletableFuture<Void> self = enter(member, names.connection(connection.id()));
    CompletableFuture<Void> user = userId == null ? all : enter(member, names.user(userId));
    member.ownTopics = member.memberships.size();
    return CompletableFuture.allOf(all, self, user);
  }

  /** Takes a connection out of everything. */
  public void unregister(HubConnection connection) {
    ended.add(connection.id()); // First: at each moment it is here or known to have ended.
    Member member = members.remove(connection.id());
    if (member != null) {
      count(connection, -1);
      for (String topic : List.copyOf(member.memberships.keySet())) {
        leave(member, topic);
      }
    }
    if (members.isEmpty()) {
      empty.complete(null);
    }
  }

  /**
   * Puts a connection into a group; the stage is that of the subscription, and never fails.
   *
   * @throws IllegalStateException if it is in as many groups as it may be
   */
  public CompletableFuture<Void> join(HubConnection connection, String group) {
    Member member = members.get(connection.id());
    if (member == null) {
      return CompletableFuture.completedFuture(null);
    }
    String topic = names.group(group);
    int limit = connection.options().maxGroupsPerConnection();
    if (member.memberships.size() - member.ownTopics >= limit
        && !member.memberships.containsKey(topic)) {
      throw new HubException(
          connection + " is in " + limit + " groups, as many as maxGroupsPerConnection allows");
    }
    return enter(member, topic);
  }

  /** Takes a connection out of a group; the stage never fails. */
  public CompletableFuture<Void> leave(HubConnection connection, String group) {
    Member member = members.get(connection.id());
    return member == null
        ? CompletableFuture.completedFuture(null)
        : leave(member, names.group(group));
  }

  private CompletableFuture<Void> enter(Member member, String topicName) {
    Topic.Membership known = member.memberships.get(topicName);
    if (known == null) {
      known = topics.retain(topicName, member.connection.loop());
      known.enter(member.connection);
      member.memberships.put(topicName, known);
    }
    return known.topic().subscribed();
  }

  @CanIgnoreReturnValue
  private CompletableFuture<Void> leave(Member member, String topicName) {
    Topic.Membership membership = member.memberships.remove(topicName);
    if (membership == null) {
      return CompletableFuture.completedFuture(null);
    }
    membership.leave(member.connection);
    return topics.release(topicName);
  }

  private void count(HubConnection connection, int change) {
    AtomicInteger counter = protocols.get(connection.protocol());
    if (counter != null) {
      counter.addAndGet(change);
    }
  }

  // Any thread.

  /** Returns the connection of that id if it is on this node. */
  public @Nullable HubConnection find(String connectionId) {
    Member member = members.get(connectionId);
    return member == null ? null : member.connection;
  }

  /** Whether a connection of that id was here lately and is no more. */
  public boolean hasEnded(String connectionId) {
    return ended.contains(connectionId) && !members.containsKey(connectionId);
  }

  /** Returns the connections on this node, as they are now. */
  public List<HubConnection> connections() {
    List<HubConnection> all = new ArrayList<>(members.size());
    members.values().forEach(member -> all.add(member.connection));
    return all;
  }

  /** Returns the groups that a connection is in now. */
  public Set<String> groupsOf(HubConnection connection) {
    Member member = members.get(connection.id());
    return member == null ? Set.of() : names.groupsAmong(member.memberships.keySet());
  }

  /** Returns how many groups have members on this node. */
  public int groups() {
    return topics.count(names.groupPrefix());
  }

  /**
   * Hands over the connections on this node and, from now on, each that comes; some of them twice.
   */
  public void forEachNowAndLater(Consumer<HubConnection> action) {
    newcomers = action;
    connections().forEach(action);
  }

  /** Returns a stage that is done once no connection is here, for a server that accepts no more. */
  public CompletableFuture<Void> whenEmpty() {
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    empty = waiting;
    if (members.isEmpty()) {
      waiting.complete(null);
    }
    return waiting;
  }

  /** Returns how many connections are on this node. */
  public int size() {
    return members.size();
  }

  /** Returns the hub protocols that connections on this node speak. */
  public List<HubProtocol> protocolsInUse() {
    List<HubProtocol> inUse = new ArrayList<>(protocols.size());
    protocols.forEach(
        (protocol, connections) -> {
          if (connections.get() > 0) {
            inUse.add(protocol);
          }
        });
    return inUse;
  }

  /**
   * Hands a message to the loops of the members of a topic on this node.
   *
   * @param full told of each loop whose queue is full and that therefore does not get it
   * @return whether this node is subscribed to the topic
   */
  @CanIgnoreReturnValue
  public boolean deliver(
      String topicName, OutboundMessage message, Set<String> excludedIds, Consumer<HubLoop> full) {
    Topic topic = topics.find(topicName);
    if (topic == null) {
      return false;
    }
    topic.deliver(message, excludedIds, full);
    return true;
  }
}
