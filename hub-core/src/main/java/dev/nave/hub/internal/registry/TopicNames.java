package dev.nave.hub.internal.registry;

import dev.nave.hub.internal.codec.Names;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of one hub's topics at the backplane.
 *
 * <p>Source: the reference server's RedisChannels, so that a farm may have servers of both kinds.
 * What follows the kind is literal, whatever characters it has; half a surrogate pair is refused
 * with an {@link IllegalArgumentException}, as {@link Names} says.
 */
public final class TopicNames {
  /** The kind of topics that have no members: what nodes ask one another, and answer. */
  private static final String INTERNAL = "internal:";

  /** What the reference server has not: only nodes of ours know these. */
  private static final String NODES = "node:";

  private final String hub;
  private final String all;
  private final String connections;

  /** Creates the names of the hub of that name. */
  public TopicNames(String hub) {
    this.hub = hub;
    this.all = hub + ":all";
    this.connections = hub + ":connection:";
  }

  /** The hub's name. */
  public String hub() {
    return hub;
  }

  /** What the names of all topics begin with. */
  public String prefix() {
    return hub + ":";
  }

  /** All connections. */
  public String all() {
    return all;
  }

  /** The members of a group. */
  public String group(String group) {
    return groupPrefix() + Names.check("a group name", group);
  }

  /** What the topics of groups begin with. */
  String groupPrefix() {
    return hub + ":group:";
  }

  /** The groups whose topics are among these. */
  Set<String> groupsAmong(Collection<String> topics) {
    String prefix = groupPrefix();
    return topics.stream()
        .filter(topic -> topic.startsWith(prefix))
        .map(topic -> topic.substring(prefix.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The connections of a user. */
  public String user(String userId) {
    return hub + ":user:" + Names.check("a user id", userId);
  }

  /** One connection. */
  public String connection(String connectionId) {
    return connections + Names.check("a connection id", connectionId);
  }

  /** Returns the id of the connection whose topic it is; null if it is another topic. */
  @Nullable String connectionOf(String topic) {
    return topic.startsWith(connections) ? topic.substring(connections.length()) : null;
  }

  /** Requests to change the groups of a connection on another node. */
  public String groupCommands() {
    return prefix() + INTERNAL + "groups";
  }

  /** Answers to the group commands of a node. */
  public String acks(String nodeId) {
    return prefix() + INTERNAL + "ack:" + nodeId;
  }

  /** Answers of clients that another node has asked for a node. */
  public String returns(String nodeId) {
    return prefix() + INTERNAL + "return:" + nodeId;
  }

  /** Requests to end connections; the reference server has no such topic. */
  public String kicks() {
    return prefix() + INTERNAL + NODES + "kicks";
  }

  /**
   * How many connections were ended at a node's request; the reference server has no such topic.
   */
  public String kicked(String nodeId) {
    return prefix() + INTERNAL + NODES + "kicked:" + nodeId;
  }

  /** Requests to change the groups of users; the reference server has no such topic. */
  public String userGroups() {
    return prefix() + INTERNAL + NODES + "usergroups";
  }

  /** Answers to the requests of a node about users; the reference server has no such topic. */
  public String userGroupsChanged(String nodeId) {
    return prefix() + INTERNAL + NODES + "usergroups:" + nodeId;
  }

  /** What nodes of ours tell one another at intervals; the reference server has no such topic. */
  public String announcements() {
    return hub + ":probe";
  }

  /** Returns whether nodes ask and answer one another on a topic of this hub. */
  public boolean isBetweenNodes(String topic) {
    return topic.startsWith(INTERNAL, hub.length() + 1);
  }
}
