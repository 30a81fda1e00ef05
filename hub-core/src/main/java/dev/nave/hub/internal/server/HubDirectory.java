package dev.nave.hub.internal.server;

import dev.nave.backplane.Envelope;
import dev.nave.backplane.directory.Directory;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubPresence;
import dev.nave.hub.internal.nodes.NodeRequests;
import dev.nave.hub.internal.presence.FarmPresence;
import dev.nave.hub.internal.presence.LocalPresence;
import dev.nave.hub.internal.presence.PresenceEntries;
import dev.nave.hub.internal.presence.PresenceEvents;
import dev.nave.hub.internal.presence.PresenceKeys;
import dev.nave.hub.internal.presence.PresenceRules;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.usergroups.UserGroups;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one hub does with the directory: it lists who is there, tells who comes and goes, and has
 * users in groups. Nothing of that where it is off.
 */
final class HubDirectory {
  private final String hub;

  /** Null where it is off. */
  private final @Nullable HubPresence lists;

  /** Null if the application does not listen. */
  private final @Nullable PresenceEvents events;

  /** Null where it is off. */
  private final @Nullable UserGroups userGroups;

  HubDirectory(
      MappedHub<?> hub,
      ServerContext parts,
      TopicNames names,
      HubRegistry registry,
      NodeRequests.Nodes nodes,
      HubContext<?> context) {
    this.hub = hub.name();
    PresenceRules rules = hub.presence();
    Directory directory = parts.directory();
    PresenceKeys keys = new PresenceKeys(hub.name());
    lists =
        rules == null || directory == null
            ? null
            : new FarmPresence(
                keys,
                rules,
                directory,
                new LocalPresence(rules, registry, parts.nodeId()),
                parts.stageExecutor());
    events =
        rules == null || rules.listener() == null
            ? null
            : new PresenceEvents(
                keys,
                rules.listener(),
                context,
                parts.events(),
                hub.options().presenceListenerGrace());
    userGroups =
        directory == null || !hub.options().usersInGroups()
            ? null
            : new UserGroups(
                names,
                registry,
                directory,
                parts.userGroupReads(),
                hub.options(),
                nodes.within(parts.options().groupAckTimeout(), "groupAckTimeout"));
  }

  /** Returns what enters the connections of a hub; null where it has no presence. */
  static @Nullable PresenceEntries entries(MappedHub<?> hub, ServerContext parts) {
    PresenceRules rules = hub.presence();
    Directory directory = parts.directory();
    return rules == null || directory == null
        ? null
        : new PresenceEntries(new PresenceKeys(hub.name()), rules, directory, parts.nodeId());
  }

  @Nullable UserGroups userGroups() {
    return userGroups;
  }

  /** Returns what tells the application who comes and goes; null if it does not listen. */
  @Nullable PresenceEvents events() {
    return events;
  }

  HubPresence presence() {
    if (lists == null) {
      throw new IllegalStateException(
          "hub " + hub + " has no presence: HubSettings.presence was not called for it");
    }
    return lists;
  }

  /** Subscribes to what other nodes ask of this one. The stage never fails. */
  CompletableFuture<Void> start(Subscriptions subscriptions) {
    return userGroups == null
        ? CompletableFuture.completedFuture(null)
        : userGroups.start(subscriptions);
  }

  /** Takes an envelope if it concerns users in groups; returns whether it does. */
  boolean received(String topic, Envelope envelope) throws IOException {
    return userGroups != null && userGroups.received(topic, envelope);
  }

  /** Once per second: looks whose time in a group is over, and whether a listener returns. */
  void tick() {
    if (userGroups != null) {
      userGroups.here().tick();
    }
    if (events != null) {
      events.tick();
    }
  }

  /** The link to the other servers is back. */
  void restored() {
    if (userGroups != null) {
      userGroups.here().restored();
    }
  }
}
