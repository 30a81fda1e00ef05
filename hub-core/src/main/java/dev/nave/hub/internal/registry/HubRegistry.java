package dev.nave.hub.internal.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.HubProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final GroupPlaces places;
  private final ConcurrentMap<String, Member> members = new ConcurrentHashMap<>();
  private final ProtocolCounts protocols;
  private final EndedConnections ended = new EndedConnections();
  private final @Nullable MembershipWatcher watcher;
  private volatile CompletableFuture<Void> empty = new CompletableFuture<>();
  private volatile @Nullable Consumer<HubConnection> newcomers;
  private volatile @Nullable BiFunction<HubConnection, String, CompletableFuture<Void>> arrivals;

  /** Creates an empty registry for clients that speak these protocols. */
  public HubRegistry(
      TopicNames names, Subscriptions subscriptions, Collection<HubProtocol> protocols) {
    this(names, subscriptions, protocols, TopicWatcher.NONE, GroupPlaces.unlimited(), null);
  }

  /**
   * Creates an empty registry.
   *
   * @param topicWatcher told which topics are subscribed to for connections
   * @param places bounds the memberships in groups
   * @param watcher told who is here; null for none
   */
  public HubRegistry(
      TopicNames names,
      Subscriptions subscriptions,
      Collection<HubProtocol> protocols,
      TopicWatcher topicWatcher,
      GroupPlaces places,
      @Nullable MembershipWatcher watcher) {
    this.places = places;
    this.names = names;
    this.watcher = watcher;
    this.topics = new TopicTable(subscriptions, topicWatcher);
    this.protocols = new ProtocolCounts(protocols);
  }

  /** A connection that the hub has accepted, and a view of its groups. */
  public record Present(
      String connectionId,
      @Nullable String userId,
      long sinceMillis,
      Map<String, MembershipWatcher.Place> groups) {}

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
    Member member = new Member(connection, userId, watcher);
    members.put(connection.id(), member);
    protocols.add(connection.protocol());
    Consumer<HubConnection> unwelcome = newcomers;
    if (unwelcome != null) {
      unwelcome.accept(connection);
    }
    CompletableFuture<Void> all = topics.enter(names.all(), connection);
    CompletableFuture<Void> self = topics.subscribe(names.connection(connection.id()));
    member.subscribed = true;
    CompletableFuture<Void> user =
        userId == null ? all : topics.enter(names.user(userId), connection);
    BiFunction<HubConnection, String, CompletableFuture<Void>> more = arrivals;
    return more == null || userId == null
        ? CompletableFuture.allOf(all, self, user)
        : CompletableFuture.allOf(all, self, user, more.apply(connection, userId));
  }

  /** The hub has accepted a connection: the watcher is told of it, and of its groups. */
  public void accepted(HubConnection connection) {
    Member member = members.get(connection.id());
    if (member != null && member.watched != null) {
      member.watched.accepted();
    }
  }

  /**
   * Sets what is done with each connection of a user when it is registered, on its loop; {@link
   * #register} waits for that.
   */
  public void whenRegistered(BiFunction<HubConnection, String, CompletableFuture<Void>> action) {
    arrivals = action;
  }

  /** Takes a connection out of everything. */
  public void unregister(HubConnection connection) {
    ended.add(connection.id()); // First: at each moment it is here or known to have ended.
    Member leaving = members.get(connection.id());
    if (leaving != null && leaving.watched != null) {
      leaving.watched.end(); // A server that stops waits for that.
    }
    Member member = members.remove(connection.id());
    if (member != null) {
      protocols.remove(connection.protocol());
      List.copyOf(member.groupTopics()).forEach(topic -> leave(member, topic));
      leaveOwnTopics(member);
    }
    if (members.isEmpty()) {
      empty.complete(null);
    }
  }

  private void leaveOwnTopics(Member member) {
    HubConnection connection = member.connection;
    topics.leave(names.all(), connection);
    if (member.subscribed) {
      topics.unsubscribe(names.connection(connection.id()));
    }
    if (member.userId != null) {
      topics.leave(names.user(member.userId), connection);
    }
  }

  /**
   * Puts a connection into a group; the stage is that of the subscription, and never fails.
   *
   * @throws HubException if it is in as many groups as it may be, or all connections together are
   */
  public CompletableFuture<Void> join(HubConnection connection, String group) {
    return join(connection, group, null);
  }

  /**
   * The same with a value for the watcher; null leaves that which the connection has in the group.
   */
  public CompletableFuture<Void> join(
      HubConnection connection, String group, @Nullable String value) {
    Member member = members.get(connection.id());
    if (member == null) {
      return CompletableFuture.completedFuture(null);
    }
    String topic = names.group(group);
    if (member.inGroup(topic) == null) {
      places.takeFor(connection, member.groupTopics().size());
    }
    CompletableFuture<Void> entered = enter(member, topic);
    return member.watched == null ? entered : member.watched.join(group, value, entered);
  }

  /** Takes a connection out of a group; the stage never fails. */
  public CompletableFuture<Void> leave(HubConnection connection, String group) {
    Member member = members.get(connection.id());
    if (member == null) {
      return CompletableFuture.completedFuture(null);
    }
    if (member.watched != null) {
      member.watched.leave(group);
    }
    return leave(member, names.group(group));
  }

  private CompletableFuture<Void> enter(Member member, String topicName) {
    Topic.Membership known = member.inGroup(topicName);
    if (known == null) {
      known = topics.retain(topicName, member.connection.loop());
      known.enter(member.connection);
      member.entered(topicName, known);
    }
    return known.topic().subscribed();
  }

  @CanIgnoreReturnValue
  private CompletableFuture<Void> leave(Member member, String topicName) {
    Topic.Membership membership = member.left(topicName);
    if (membership == null) {
      return CompletableFuture.completedFuture(null);
    }
    membership.leave(member.connection);
    places.giveBack();
    return topics.release(topicName);
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

  /** Returns the connections that the hub has accepted, as they are now, if they are watched. */
  public List<Present> present() {
    return members.values().stream()
        .flatMap(member -> member.watched == null ? Stream.empty() : member.watched.present())
        .toList();
  }

  /** Returns the ids of the users who have connections on this node. */
  public Set<String> users() {
    return members.values().stream()
        .map(member -> member.userId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Returns whether a user has a connection on this node. */
  public boolean hasUser(String userId) {
    return topics.find(names.user(userId)) != null;
  }

  /** Returns the groups that a connection is in now. */
  public Set<String> groupsOf(HubConnection connection) {
    Member member = members.get(connection.id());
    return member == null ? Set.of() : names.groupsAmong(member.groupTopics());
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
    return protocols.inUse();
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
    if (topic != null) {
      topic.deliver(message, excludedIds, full);
      return true;
    }
    HubConnection connection = ownerOf(topicName);
    if (connection == null) {
      return false;
    }
    if (connection.loop().isFull()) {
      full.accept(connection.loop());
    } else if (!excludedIds.contains(connection.id())) {
      connection.send(message);
    }
    return true;
  }

  /**
   * Hands over each member of a topic on this node, on its loop.
   *
   * @return for how many the action returned true
   */
  public CompletableFuture<Integer> count(String topicName, Predicate<HubConnection> action) {
    Topic topic = topics.find(topicName);
    if (topic != null) {
      return topic.count(action);
    }
    HubConnection connection = ownerOf(topicName);
    if (connection == null) {
      return CompletableFuture.completedFuture(0);
    }
    CompletableFuture<Integer> counted = new CompletableFuture<>();
    connection
        .loop()
        .execute(
            () ->
                counted.complete(
                    find(connection.id()) == connection && action.test(connection) ? 1 : 0));
    return counted;
  }

  /** Returns the connection whose own topic it is; null if it is another topic, or not here. */
  private @Nullable HubConnection ownerOf(String topicName) {
    String id = names.connectionOf(topicName);
    return id == null ? null : find(id);
  }
}
