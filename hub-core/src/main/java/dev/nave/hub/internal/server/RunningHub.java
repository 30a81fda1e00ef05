package dev.nave.hub.internal.server;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.Envelope;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.ConnectionInfo;
import dev.nave.hub.HubClients;
import dev.nave.hub.HubConnections;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubCounters;
import dev.nave.hub.HubGroups;
import dev.nave.hub.HubPresence;
import dev.nave.hub.TypedHubClients;
import dev.nave.hub.internal.accept.Acceptor;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accounting.AccountingSettings;
import dev.nave.hub.internal.accounting.HubAccounting;
import dev.nave.hub.internal.accounting.OriginListener;
import dev.nave.hub.internal.clientresults.ClientResultRelay;
import dev.nave.hub.internal.clientresults.ClientResults;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.clients.DeclaredClient;
import dev.nave.hub.internal.clients.TargetedClients;
import dev.nave.hub.internal.connection.ConnectionCounters;
import dev.nave.hub.internal.connection.ConnectionMeters;
import dev.nave.hub.internal.connection.ConnectionRecord;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.dispatch.ConnectionSession;
import dev.nave.hub.internal.dispatch.FailureLog;
import dev.nave.hub.internal.dispatch.HubDispatch;
import dev.nave.hub.internal.dispatch.InvocationMeters;
import dev.nave.hub.internal.dispatch.UserRates;
import dev.nave.hub.internal.groups.GroupChanges;
import dev.nave.hub.internal.kicks.Kicks;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.nodes.NodeRequests;
import dev.nave.hub.internal.receive.EnvelopeReceiver;
import dev.nave.hub.internal.reconnect.ReplaceableConnection;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.registry.TopicWatcher;
import dev.nave.hub.internal.send.Fanout;
import dev.nave.hub.internal.send.FanoutOptions;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of one mapped hub, wired together. Any thread. */
final class RunningHub implements Acceptor, HubContext<AbstractHub> {
  private final String name;
  private final Class<? extends AbstractHub> type;
  private final HubLoops loops;
  private final Subscriptions subscriptions;
  private final ConnectionSettings settings;
  private final HubRegistry registry;
  private final TopicNames names;
  private final Fanout fanout;
  private final EnvelopeReceiver receiver;
  private final GroupChanges groups;
  private final HubGroups groupsOutside;
  private final Kicks kicks;
  private final HubConnections connections;
  private final HubDirectory directory;
  private final ClientResults results;
  private final HubDispatch<?> dispatch;
  private final UndecodableEnvelopes undecodable = new UndecodableEnvelopes(System::nanoTime);
  private final HubReadings readings;

  /** Null where all servers are in one process. */
  private final @Nullable HubAccounting accounting;

  <H extends AbstractHub> RunningHub(
      MappedHub<H> hub, ServerContext parts, BackplaneReports reports) {
    Backplane backplane = parts.backplane();
    name = hub.name();
    type = hub.type();
    names = new TopicNames(hub.name());
    List<HubProtocol> protocols = hub.protocols(parts.protocols());
    loops = parts.loops();
    subscriptions = parts.subscriptions();
    settings =
        new ConnectionSettings(
            hub.options(),
            protocols,
            new ConnectionCounters(new ConnectionMeters(parts.meters(), hub.name(), protocols)));
    accounting =
        backplane.inProcess()
            ? null
            : accounting(names, parts, new PeerServers(name, reports, this::died));
    if (accounting != null) {
      accounting.announceShape(hub.methods().shape());
    }
    registry =
        new HubRegistry(
            names,
            subscriptions,
            protocols,
            accounting == null ? TopicWatcher.NONE : accounting,
            parts.groupPlaces(),
            HubDirectory.entries(hub, parts));
    PendingClientResults questions =
        new PendingClientResults(
            hub.options().maxClientResults(), hub.options().maxClientResultsPerConnection());
    ClientResultRelay relayed =
        new ClientResultRelay(names, parts.nodeId(), registry, backplane, settings, questions);
    FanoutOptions options =
        new FanoutOptions(
            accounting, parts.options().whenUnavailable(), parts.options().localDelivery());
    fanout =
        new Fanout(names, registry, backplane, settings, loops, parts.stageExecutor(), options);
    receiver = new EnvelopeReceiver(registry, settings, options, relayed, fanout.counters());
    results =
        new ClientResults(
            names,
            parts.nodeId(),
            registry,
            fanout,
            relayed,
            questions,
            backplane,
            settings,
            parts.stageExecutor());
    groups =
        new GroupChanges(
            names,
            parts.nodeId(),
            registry,
            backplane,
            settings,
            parts.options().groupAckTimeout(),
            parts.stageExecutor());
    UnseenFailures unseen = new UnseenFailures(hub.name());
    NodeRequests.Nodes nodes =
        new NodeRequests.Nodes(
            parts.nodeId(),
            backplane,
            () -> accounting == null ? Set.of() : accounting.livingOthers(),
            parts.options().kickTimeout(),
            "kickTimeout",
            parts.stageExecutor());
    directory = new HubDirectory(hub, parts, names, registry, nodes, this);
    HubGroups allGroups =
        new AllGroups(groups, directory.userGroups(), hub.options().userGroupTime());
    groupsOutside = new HubContextGroups(allGroups, unseen);
    kicks = new Kicks(names, registry, nodes);
    connections = new HubContextConnections(kicks, unseen);
    dispatch =
        new HubDispatch<>(
            hub.name(),
            hub.methods(),
            hub.factory(),
            parts.access(),
            hub.pipeline(parts),
            (caller, rule) ->
                new CallerScope(
                    hub.type(), caller, results, allGroups, this, rule, backplane.inProcess()),
            settings,
            registry,
            questions,
            new InvocationMeters(parts.meters(), hub.name(), hub.methods()),
            new FailureLog(hub.name(), System::nanoTime),
            new UserRates(),
            parts.callThreads());
    readings =
        new HubReadings(
            name,
            settings.counters(),
            fanout.counters(),
            registry,
            questions,
            accounting,
            undecodable);
    readings.register(parts.meters());
  }

  /** Returns what the hub does with the directory. */
  HubDirectory directory() {
    return directory;
  }

  private static HubAccounting accounting(
      TopicNames names, ServerContext parts, OriginListener origins) {
    return new HubAccounting(
        parts.nodeId(),
        names,
        parts.backplane(),
        AccountingSettings.withInterval(parts.options().announceInterval()),
        System::nanoTime,
        origins);
  }

  String name() {
    return name;
  }

  /** Subscribes to the topics on which other nodes send to the hub. The stage never fails. */
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        accounting == null
            ? CompletableFuture.completedFuture(null)
            : subscriptions.subscribe(accounting.announcementTopic()),
        registry.start(),
        groups.start(subscriptions),
        kicks.start(subscriptions),
        directory.start(subscriptions),
        results.start(subscriptions));
  }

  @Override
  public TransportReceiver accept(ConnectionRequest request, TransportConnection link) {
    if (!request.statefulReconnect()) {
      return connection(request, link).receiver();
    }
    ReplaceableConnection replaceable = new ReplaceableConnection(link);
    return connection(request, replaceable).mayReconnect(replaceable, request);
  }

  private HubConnection connection(ConnectionRequest request, TransportConnection link) {
    return new HubConnection(
        new ConnectionRecord(name, request, settings.counters().meters()),
        loops.of(link.loop()),
        link,
        settings,
        connection -> new ConnectionSession(dispatch, connection, request));
  }

  /** Takes an envelope on a topic of this hub. */
  void received(String topic, Envelope envelope) {
    try {
      if (accounting != null && topic.equals(accounting.announcementTopic())) {
        accounting.heard(envelope);
      } else if (!names.isBetweenNodes(topic)
          || (!results.received(topic, envelope)
              && !groups.received(topic, envelope)
              && !kicks.received(topic, envelope)
              && !directory.received(topic, envelope))) {
        receiver.received(topic, envelope);
      }
    } catch (IOException e) {
      undecodable.skip(topic, "it cannot be decoded", e);
    }
  }

  /** Counts an envelope that is not received for that reason. */
  void skipped(String topic, String reason) {
    undecodable.skip(topic, reason, null);
  }

  /** Once per announcement interval: tells the other servers what was published. */
  void tick() {
    if (accounting != null) {
      accounting.tick();
    }
  }

  /** The link to the other servers is back. */
  void restored() {
    directory.restored();
    if (accounting != null) {
      accounting.restored();
    }
  }

  /** Returns whether it is known what was missed in the last outage. */
  boolean isRecovered() {
    return accounting == null || accounting.isRecovered();
  }

  HubCounters counters() {
    return readings.counters();
  }

  /** Returns the connections that are here now, as they are. */
  Stream<ConnectionInfo> connectionInfos() {
    return registry.connections().stream()
        .flatMap(
            connection ->
                connection
                    .record()
                    .info(registry.groupsOf(connection), connection.pendingBytes())
                    .stream());
  }

  /** Returns for each connection that is here now what sends its client elsewhere. */
  Stream<Runnable> closings() {
    return registry.connections().stream().map(connection -> connection::drain);
  }

  /** Ends all connections as soon as they are answered, and tells them to connect elsewhere. */
  CompletableFuture<Void> drainConnections() {
    registry.forEachNowAndLater(HubConnection::drain);
    return registry.whenEmpty();
  }

  /** Ends all connections, answered or not. */
  CompletableFuture<Void> cutConnections() {
    registry.forEachNowAndLater(HubConnection::sendElsewhere);
    return registry.whenEmpty();
  }

  /** Returns how many connections there are. */
  int size() {
    return registry.size();
  }

  /** Stops all waits for a server that stopped responding. */
  private void died(String origin) {
    results.died(origin);
  }

  /** Stops all waits for other servers: the connection to the backplane is about to end. */
  void stopWaiting() {
    results.stop();
  }

  @Override
  public HubClients clients() {
    return TargetedClients.untyped(results, null);
  }

  @Override
  public <C> TypedHubClients<C> clients(Class<C> clientInterface) {
    DeclaredClient.check(type, clientInterface);
    return TargetedClients.typed(clientInterface, results, null);
  }

  @Override
  public HubGroups groups() {
    return groupsOutside;
  }

  @Override
  public HubConnections connections() {
    return connections;
  }

  @Override
  public HubPresence presence() {
    return directory.presence();
  }
}
