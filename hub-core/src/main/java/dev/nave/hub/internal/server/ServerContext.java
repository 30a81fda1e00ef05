package dev.nave.hub.internal.server;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.Directory;
import dev.nave.hub.HubTracer;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.executor.CallThreads;
import dev.nave.hub.internal.executor.HubExecutors;
import dev.nave.hub.internal.filters.HubAccess;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.internal.registry.GroupPlaces;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.usergroups.UserGroupReads;
import dev.nave.hub.protocol.HubProtocol;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What the hubs of one server share.
 *
 * @param nodeId names this server among all of the application
 * @param subscriptions the server's subscriptions at the backplane
 * @param protocols all hub protocols
 * @param loops the loops of the transport
 * @param executor where methods of hubs run, and all else of the application but the next two
 * @param entrance where clients are let in, and waits are ended
 * @param events where presence listeners hear of events
 * @param stageExecutor where the stages complete that the application gets
 * @param hubExecutor where the application wants its hubs called; null for {@code executor}
 * @param backplane what links the servers
 * @param directory what the servers know together; null if no hub needs it
 * @param options of the server
 * @param groupPlaces bounds the memberships in groups of all hubs
 * @param userGroupReads bounds the reads of users' groups of all hubs
 * @param access calls the protected members of hub objects
 * @param tracer observes all calls; null if there is none
 * @param meters measures the server; off where none are set
 */
record ServerContext(
    String nodeId,
    Subscriptions subscriptions,
    List<HubProtocol> protocols,
    HubLoops loops,
    ExecutorService executor,
    ExecutorService entrance,
    ExecutorService events,
    ExecutorService stageExecutor,
    @Nullable Executor hubExecutor,
    Backplane backplane,
    @Nullable Directory directory,
    ServerOptions options,
    GroupPlaces groupPlaces,
    UserGroupReads userGroupReads,
    HubAccess access,
    @Nullable HubTracer tracer,
    ServerMeters meters) {
  /** Returns where the code of the application runs that concerns clients. */
  CallThreads callThreads() {
    return new CallThreads(
        executor, entrance, HubExecutors.areScarce() ? options.maxHubThreadsPerConnection() : 0);
  }
}
