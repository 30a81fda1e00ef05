package dev.nave.hub;

import dev.nave.backplane.Backplane;
import dev.nave.hub.internal.connection.HubLoops;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.protocol.HubProtocol;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What the hubs of one server share.
 *
 * @param nodeId names this server among all of the application
 * @param backplane links the servers
 * @param subscriptions the server's subscriptions at the backplane
 * @param protocols all hub protocols
 * @param loops the loops of the transport
 * @param executor where all code of the application runs
 * @param stageExecutor where the stages complete that the application gets
 * @param groupAckTimeout how long another server's answer to a group change is awaited
 * @param network how publications are treated that leave the process
 * @param tracer observes all calls; null if there is none
 */
record ServerParts(
    String nodeId,
    Backplane backplane,
    Subscriptions subscriptions,
    List<HubProtocol> protocols,
    HubLoops loops,
    ExecutorService executor,
    ExecutorService stageExecutor,
    Duration groupAckTimeout,
    NetworkOptions network,
    @Nullable HubTracer tracer) {}
