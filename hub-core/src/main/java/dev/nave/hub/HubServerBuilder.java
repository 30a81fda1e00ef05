package dev.nave.hub;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.hub.internal.authorization.Policies;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.methods.WrittenHub;
import dev.nave.hub.internal.server.DeferredHubContext;
import dev.nave.hub.internal.server.MappedHub;
import dev.nave.hub.internal.server.ServerRuntime;
import dev.nave.hub.internal.server.ServerSettings;
import dev.nave.hub.meters.HubMeters;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.transport.RequestPaths;
import dev.nave.hub.transport.ServerTransport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Collects the hubs and settings of a {@link HubServer}. Not thread-safe. */
public final class HubServerBuilder {
  private final List<HubRegistration<?>> mappings = new ArrayList<>();
  private final List<DeferredHubContext<?>> lateContexts = new ArrayList<>();
  private final HubOptions.Builder defaults = HubOptions.builder();
  private final List<HubFilter> filters = new ArrayList<>();
  private @Nullable HubFactories factories;
  private @Nullable Executor hubExecutor;
  private @Nullable HubTracer tracer;
  private HubMeters meters = HubMeters.none();
  private @Nullable ServerTransport transport;
  private Backplane backplane = InMemoryBackplane.create();
  private @Nullable Authenticator authenticator;
  private @Nullable Function<HttpRequest, Map<String, String>> responseHeaders;
  private @Nullable UserIdProvider userIdProvider;
  private final Map<String, AuthorizationPolicy> policies = new LinkedHashMap<>();
  private Consumer<JsonMapper.Builder> jsonMapper = mapper -> {};
  private final ServerOptions.Builder serverOptions = ServerOptions.builder();
  private Consumer<BackplaneReport> backplaneListener = report -> {};

  HubServerBuilder() {}

  /**
   * Maps a hub at a path such as {@code /chat}, with the server's default options. Its objects are
   * created as {@link #hubs} says.
   */
  public <H extends AbstractHub> HubServerBuilder hub(String path, Class<H> type) {
    return hub(path, type, settings -> {});
  }

  /**
   * Maps a hub at a path such as {@code /chat}, with settings of its own, which are called at once.
   * Its objects are created as {@link #hubs} says.
   */
  public <H extends AbstractHub> HubServerBuilder hub(
      String path, Class<H> type, Consumer<HubSettings> settings) {
    return register(path, type, null, settings);
  }

  /** Maps a hub at a path such as {@code /chat}, with a factory of its own. */
  public <H extends AbstractHub> HubServerBuilder hub(
      String path, Class<H> type, HubFactory<H> factory) {
    return hub(path, type, factory, settings -> {});
  }

  /**
   * Maps a hub at a path such as {@code /chat}, with a factory and settings of its own, which are
   * called at once.
   */
  public <H extends AbstractHub> HubServerBuilder hub(
      String path, Class<H> type, HubFactory<H> factory, Consumer<HubSettings> settings) {
    return register(path, type, Objects.requireNonNull(factory, "factory"), settings);
  }

  private <H extends AbstractHub> HubServerBuilder register(
      String path, Class<H> type, @Nullable HubFactory<H> factory, Consumer<HubSettings> settings) {
    String literal = RequestPaths.literal("a hub", path);
    HubSettings own = new HubSettings(WrittenHub.of(type).getName(), defaults.build());
    settings.accept(own);
    mappings.add(new HubRegistration<>(literal, type, factory, own));
    return this;
  }

  /**
   * Sets what creates the objects of all hubs without a factory of their own, such as {@code
   * injector::getInstance}; the place to call a dependency injection container. Default: the
   * constructor of the hub that takes no arguments, which need not be public.
   */
  public HubServerBuilder hubs(HubFactories value) {
    factories = Objects.requireNonNull(value, "hubs");
    return this;
  }

  /**
   * Changes the options that all hubs begin with, wherever it stands among these calls.
   *
   * @throws IllegalArgumentException if {@link HubOptions.Builder#allowedOrigins} becomes {@code *}
   *     and {@link HubOptions.Builder#allowCredentials} is not false by then
   */
  public HubServerBuilder options(Consumer<HubOptions.Builder> settings) {
    settings.accept(defaults);
    defaults.checkOrigins();
    return this;
  }

  /**
   * Sets options of the server, here and now. Can be called several times; what is not set has its
   * default.
   *
   * @throws IllegalArgumentException if a value is not allowed
   */
  public HubServerBuilder serverOptions(Consumer<ServerOptions.Builder> settings) {
    settings.accept(serverOptions);
    return this;
  }

  /**
   * Adds a filter around the calls of all hubs, inside those that were added before. Default: none.
   */
  public HubServerBuilder filter(HubFilter value) {
    filters.add(value);
    return this;
  }

  /** Sets the tracer that observes the calls of all hubs. Default: none. */
  public HubServerBuilder tracer(HubTracer value) {
    tracer = value;
    return this;
  }

  /**
   * Sets what takes the figures of the server: connections, messages, invocations, event loops, the
   * backplane. Default: nothing does, and what would have to be measured is not.
   */
  public HubServerBuilder meters(HubMeters value) {
    meters = Objects.requireNonNull(value, "meters");
    return this;
  }

  /** Sets what listens for clients. Required. */
  public HubServerBuilder transport(ServerTransport value) {
    transport = value;
    return this;
  }

  /** Sets what links the servers of the application. Default: in memory, this server alone. */
  public HubServerBuilder backplane(Backplane value) {
    backplane = value;
    return this;
  }

  /**
   * Sets more headers of the answers to negotiate requests, upgrades, polls and event streams, also
   * of errors: cookies for a load balancer, security headers. Refusals with 403, 429 and 503 have
   * none: those run no code of the application. What the endpoint sets itself stays. The function
   * runs on the hub threads; if it throws, or returns a header that no response may have, the
   * request is answered with 500 and the log says why. Default: none.
   */
  public HubServerBuilder responseHeaders(Function<HttpRequest, Map<String, String>> value) {
    responseHeaders = Objects.requireNonNull(value, "responseHeaders");
    return this;
  }

  /**
   * Sets the listener for outages of the backplane and for lost messages. It is called on the hub
   * executor, one report at a time, and may block. Its exceptions are logged. Default: none.
   */
  public HubServerBuilder backplaneListener(Consumer<BackplaneReport> value) {
    backplaneListener = value;
    return this;
  }

  /**
   * Sets the authenticator of clients. Default: none; a client is whom the transport has found, if
   * it finds users as a servlet container does, and else anonymous.
   */
  public HubServerBuilder authenticator(Authenticator value) {
    authenticator = value;
    return this;
  }

  /** Sets who finds the user id of a connection. Default: it is the authenticated user's. */
  public HubServerBuilder userIdProvider(UserIdProvider value) {
    userIdProvider = value;
    return this;
  }

  /**
   * Adds a policy, to which {@link Authorize#policy} refers by its name. It is asked on the hub
   * executor, and may block.
   *
   * @throws IllegalArgumentException if the name is blank, or there is one of that name
   */
  public HubServerBuilder policy(String name, Predicate<AuthorizationContext> value) {
    return asyncPolicy(name, context -> CompletableFuture.completedFuture(value.test(context)));
  }

  /** Adds a policy that may answer later; otherwise as {@link #policy}. */
  public HubServerBuilder asyncPolicy(String name, AuthorizationPolicy value) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a policy needs a name, but it was blank");
    }
    if (policies.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("there are two policies of the name \"" + name + "\"");
    }
    return this;
  }

  /**
   * Adapts how the values of messages are turned into Java objects and back, in both hub protocols:
   * {@code customizer} changes a mapper that has the rules of {@code docs/values.md}. It is called
   * in {@link #build}, once for each hub protocol; what it registers for a type goes before the
   * rules for that type. Limits stay those of the hubs, and default typing is refused in {@link
   * #build}. Default: no change.
   */
  public HubServerBuilder jsonMapper(Consumer<JsonMapper.Builder> customizer) {
    jsonMapper = jsonMapper.andThen(customizer);
    return this;
  }

  /**
   * Sets where hub methods, {@code onConnected}, {@code onDisconnected} and the filters around them
   * run, for example on threads that carry a context of the application. All else stays on the
   * server's own threads: the creation of hub objects, authentication and policies, the items of
   * streams. Default: the server's own threads.
   *
   * <p>It is called on the server's own threads, never on an event loop, and must run, or have run,
   * each task that it accepts. It may block, and may run the task on the calling thread. If it
   * throws a {@link java.util.concurrent.RejectedExecutionException}, the call is answered with an
   * error, a client that connects is refused, and {@code onDisconnected} runs on the calling
   * thread. The server never shuts it down: the application does, once {@link HubServer#stopAsync}
   * is done.
   */
  public HubServerBuilder hubExecutor(Executor value) {
    hubExecutor = Objects.requireNonNull(value, "hubExecutor");
    return this;
  }

  /** Returns the context of a hub for those who are needed to build it; usable once started. */
  public <H extends AbstractHub> HubContext<H> hubContext(Class<H> hub) {
    DeferredHubContext<H> context = new DeferredHubContext<>(hub);
    lateContexts.add(context);
    return context;
  }

  /** Returns the context of a typed hub; otherwise as {@link #hubContext}. */
  public <H extends TypedHub<C>, C> TypedHubContext<H, C> typedHubContext(Class<H> hub) {
    return new TypedHubContext<>(hubContext(hub), hub);
  }

  /**
   * Returns the server, not started.
   *
   * @throws IllegalArgumentException if hubs contradict each other, cannot be created or called, or
   *     name an interface of clients whose methods cannot be sent; if an {@link Authorize} names a
   *     policy that is not known or needs a user where there is no authenticator; or if the {@link
   *     #hubContext} of a class was asked for that is not mapped under one name; if a hub has
   *     {@link HubSettings#presence}, but the backplane no directory; or if options contradict each
   *     other
   * @throws IllegalStateException if there is no transport, or no hub
   */
  public HubServer build() {
    if (transport == null) {
      throw new IllegalStateException("a server needs a transport; none was set");
    }
    if (mappings.isEmpty()) {
      throw new IllegalStateException("a server needs a hub; none was mapped");
    }
    ServerSettings settings = settings(transport, serverOptions.build());
    return new HubServer(
        new ServerRuntime(settings),
        settings.hubs().stream().map(HubServerBuilder::info).toList(),
        settings.options());
  }

  private static HubInfo info(MappedHub<?> hub) {
    return new HubInfo(
        hub.name(),
        hub.path(),
        hub.type(),
        hub.methods().methods().stream().map(HubMethod::name).toList(),
        hub.options());
  }

  private ServerSettings settings(ServerTransport listening, ServerOptions options) {
    return new ServerSettings(
        listening,
        mappedHubs(options, listening.findsUsers()),
        List.copyOf(lateContexts),
        protocols(options),
        new HubAccessor(),
        authenticator,
        userIdProvider,
        responseHeaders,
        tracer,
        meters,
        hubExecutor,
        backplane,
        backplaneListener,
        options);
  }

  private List<HubProtocol> protocols(ServerOptions options) {
    return List.of(
        JsonHubProtocol.create(jsonMapper),
        MessagePackHubProtocol.create(jsonMapper, options.messagePackPropertyNames()));
  }

  private List<MappedHub<?>> mappedHubs(ServerOptions options, boolean findsUsers) {
    HubOptions resolved = defaults.build();
    Policies known = new Policies(policies);
    List<MappedHub<?>> hubs = new ArrayList<>();
    for (HubRegistration<?> mapping : mappings) {
      hubs.add(mapping.resolve(resolved, filters, known, factories));
    }
    hubs.forEach(hub -> hub.refuseMoreCallsThanThreads(options.maxHubThreadsPerConnection()));
    hubs.forEach(hub -> hub.refusePresenceWithoutDirectory(backplane));
    if (hubExecutor != null) {
      hubs.forEach(MappedHub::refuseNonBlockingMethods);
    }
    Map<String, Long> byName =
        hubs.stream().collect(Collectors.groupingBy(MappedHub::name, Collectors.counting()));
    if (authenticator == null && !findsUsers) {
      hubs.forEach(MappedHub::refuseWithoutAuthenticator);
    }
    byName.forEach(
        (name, count) -> {
          if (count > 1) {
            throw new IllegalArgumentException(
                count + " hubs are named \"" + name + "\"; give them names of their own");
          }
        });
    return hubs;
  }
}
