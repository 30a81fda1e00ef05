package dev.nave.hub.internal.server;

import dev.nave.backplane.Backplane;
import dev.nave.hub.Authenticator;
import dev.nave.hub.BackplaneReport;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubTracer;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.UserIdProvider;
import dev.nave.hub.internal.filters.HubAccess;
import dev.nave.hub.meters.HubMeters;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.ServerTransport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server is built from. The parts are documented at the setters of {@link
 * dev.nave.hub.HubServerBuilder}.
 *
 * @param transport listens for clients
 * @param hubs all hubs, their options resolved
 * @param lateContexts contexts that were given away before there was a server
 * @param protocols all hub protocols
 * @param access calls the protected members of hub objects
 * @param authenticator finds the user of a request; null if all clients are anonymous
 * @param userIdProvider finds the user id of a connection; null if it is that of the user
 * @param responseHeaders gives the answers of the endpoint more headers; null for none
 * @param tracer observes all calls; null if none does
 * @param meters takes what is measured
 * @param hubExecutor where the application wants its hubs called; null for the server's own threads
 * @param backplane connects the servers
 * @param backplaneListener gets reports of outages and losses
 * @param options of the server
 */
public record ServerSettings(
    ServerTransport transport,
    List<MappedHub<?>> hubs,
    List<DeferredHubContext<?>> lateContexts,
    List<HubProtocol> protocols,
    HubAccess access,
    @Nullable Authenticator authenticator,
    @Nullable UserIdProvider userIdProvider,
    @Nullable Function<HttpRequest, Map<String, String>> responseHeaders,
    @Nullable HubTracer tracer,
    HubMeters meters,
    @Nullable Executor hubExecutor,
    Backplane backplane,
    Consumer<BackplaneReport> backplaneListener,
    ServerOptions options) {}
