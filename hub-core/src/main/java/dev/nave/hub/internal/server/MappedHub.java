package dev.nave.hub.internal.server;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.Directory;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubFactory;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubOptions;
import dev.nave.hub.NegotiateRedirector;
import dev.nave.hub.internal.authorization.Authorization;
import dev.nave.hub.internal.authorization.AuthorizationRequest;
import dev.nave.hub.internal.endpoint.Admission;
import dev.nave.hub.internal.endpoint.HubEntryPolicy;
import dev.nave.hub.internal.endpoint.RefreshHooks;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.filters.CallHeaders;
import dev.nave.hub.internal.filters.CallPipeline;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.internal.presence.PresenceRules;
import dev.nave.hub.protocol.HubProtocol;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One hub as the builder was told of it.
 *
 * @param path where clients find it
 * @param name what servers call it
 * @param type its class, as the application wrote it
 * @param methods what clients may call
 * @param factory makes its objects
 * @param options its options
 * @param filters what stands around its calls, the outermost first
 * @param entrance who may enter it
 * @param redirector sends its clients elsewhere, or null
 * @param refreshes what concerns users that are authenticated anew
 * @param presence what of it is listed; null for nothing
 */
public record MappedHub<H extends AbstractHub>(
    String path,
    String name,
    Class<? extends AbstractHub> type,
    HubMethodTable methods,
    HubFactory<H> factory,
    HubOptions options,
    List<HubFilter> filters,
    Authorization entrance,
    @Nullable NegotiateRedirector redirector,
    RefreshHooks refreshes,
    @Nullable PresenceRules presence) {

  /** Returns the roles that its annotations name. */
  Stream<String> roles() {
    return Stream.concat(
        entrance.roles().stream(),
        methods.methods().stream().flatMap(method -> method.authorization().roles().stream()));
  }

  /**
   * Checks that an authenticator finds the users that its annotations require.
   *
   * @throws IllegalArgumentException if no client could ever connect, or call one of its methods
   */
  public void refuseWithoutAuthenticator() {
    String needy =
        entrance.needsUser()
            ? "hub " + type.getName()
            : methods.methods().stream()
                .filter(method -> method.authorization().needsUser())
                .map(method -> "hub method " + method)
                .findFirst()
                .orElse(null);
    if (needy != null) {
      throw new IllegalArgumentException(
          needy + " needs a user because of its @Authorize, but there is no authenticator");
    }
  }

  /**
   * Checks that as many invocations of a client as may run at a time have threads.
   *
   * @throws IllegalArgumentException if they have not
   */
  public void refuseMoreCallsThanThreads(int maxHubThreadsPerConnection) {
    int parallel = options.maximumParallelInvocationsPerClient();
    int free = ConnectionThreads.forMethods(maxHubThreadsPerConnection);
    if (parallel > free) {
      throw new IllegalArgumentException(
          "hub "
              + name
              + ": maximumParallelInvocationsPerClient is "
              + parallel
              + ", but maxHubThreadsPerConnection is "
              + maxHubThreadsPerConnection
              + ", which leaves "
              + free
              + " threads for methods; raise the one or lower the other");
    }
  }

  /**
   * Checks that no method is to run on the event loops if all are to run on an executor of the
   * application.
   *
   * @throws IllegalArgumentException if one is
   */
  public void refuseNonBlockingMethods() {
    methods.methods().stream()
        .filter(HubMethod::isNonBlocking)
        .findFirst()
        .ifPresent(
            method -> {
              throw new IllegalArgumentException(
                  "hub "
                      + name
                      + ": hub method "
                      + method
                      + " cannot be @NonBlocking: the application's hubExecutor runs all calls");
            });
  }

  /** Returns whether it has something that all servers know together. */
  public boolean needsDirectory() {
    return presence != null || options.usersInGroups();
  }

  /**
   * Checks that the backplane can tell who is there.
   *
   * @throws IllegalArgumentException if presence is wanted of one that cannot
   */
  public void refusePresenceWithoutDirectory(Backplane backplane) {
    if (needsDirectory() && backplane.capability(Directory.class).isEmpty()) {
      throw new IllegalArgumentException(
          "hub "
              + name
              + (presence == null ? " has usersInGroups, but the" : " has presence, but the")
              + " backplane "
              + backplane.getClass().getName()
              + " has no capability "
              + Directory.class.getName()
              + ", by which servers know of the connections of one another");
    }
  }

  /** Returns those of the protocols that its clients may speak, with the limits of its options. */
  List<HubProtocol> protocols(List<HubProtocol> all) {
    Set<String> wanted = options.protocols();
    return all.stream()
        .filter(protocol -> wanted.contains(protocol.name()))
        .map(protocol -> protocol.withMaxNumberLength(options.maxNumberLength()))
        .toList();
  }

  /** Returns what its calls go through. */
  CallPipeline pipeline(ServerContext parts) {
    return new CallPipeline(
        name,
        parts.access(),
        filters,
        parts.tracer(),
        new CallHeaders(options.maxCallHeaders(), options.maxCallHeaderLength()),
        parts.hubExecutor(),
        parts.stageExecutor());
  }

  /** Returns where the application has a say in requests to the hub. */
  HubEntryPolicy hooks(Executor executor) {
    Admission admission =
        entrance.isEmpty()
            ? Admission.OF_ALL
            : (request, user) ->
                entrance.check(AuthorizationRequest.toEnter(name, request, user), executor);
    return new HubEntryPolicy(admission, redirector, refreshes);
  }
}
