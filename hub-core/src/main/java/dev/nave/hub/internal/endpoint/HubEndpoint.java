package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.endpoint.polling.LongPollingConnection;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.RefusalLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP endpoint of all hubs of one server. Any thread; never blocks.
 *
 * <p>A hub at {@code /chat} takes requests at {@code /chat}, {@code /chat/negotiate} and {@code
 * /chat/refresh}; case and one slash at the end make no difference, as on the reference server. The
 * application's authenticator and user id provider run on the hub executor; without them every
 * answer is ready at once.
 *
 * <p>{@link #tick} must be called about once a second: it forgets negotiated connections that were
 * not used within {@link dev.nave.hub.HubOptions#disconnectTimeout}.
 */
public final class HubEndpoint implements HttpEndpoint {
  /** How long the last words of a closed connection wait for a client that polls. */
  public static final Duration LAST_POLLS = LongPollingConnection.LAST_POLLS;

  private static final String NEGOTIATE = "/negotiate";
  private static final String REFRESH = "/refresh";

  /** Of a page, of a client that has as much as it may, of a server that is full or stops. */
  private static final Set<Integer> REFUSALS = Set.of(403, 429, 503);

  private final Map<String, Route> routes = new HashMap<>();
  private final Map<String, HubAdmission> gates = new HashMap<>();
  private final NegotiatedConnections tokens;
  private final ConnectionPlaces places;
  private final RefusalLog refusals;
  private final Supplier<@Nullable String> notReadyBecause;
  private final Supplier<@Nullable String> notAliveBecause;
  private final Consumer<Throwable> whenFailed;
  private final Patience patience;
  private final Set<String> roles;
  private final Executor hubExecutor;
  private final @Nullable ResponseHeaders responseHeaders;
  private volatile boolean stopping;

  HubEndpoint(HubEndpointBuilder from) {
    ServerOptions options = from.options;
    ClientAddresses addresses =
        new ClientAddresses(options.trustedProxies(), options.forwardedHeader());
    places = new ConnectionPlaces(options, addresses);
    tokens = NegotiatedConnections.of(options, from.nanoTime);
    refusals = from.refusals;
    notReadyBecause = from.notReadyBecause;
    notAliveBecause = from.notAliveBecause;
    whenFailed = from.whenFailed;
    patience = patienceOf(from.hubs);
    roles = from.roles;
    hubExecutor = from.hubExecutor;
    responseHeaders = from.responseHeaders;
    RequestAuthentication callers =
        new RequestAuthentication(from.authenticator, from.userIdProvider, from.hubExecutor);
    for (HubMapping hub : from.hubs) {
      if (hub.options().requireAuthenticatedUser()
          && from.authenticator == null
          && !from.usersComeWithRequests) {
        throw new IllegalArgumentException(
            "the hub at " + hub.path() + " requires a user, but there is no authenticator");
      }
      HubAdmission gate =
          new HubAdmission(hub, tokens, places, addresses, callers, () -> stopping, refusals);
      add(key(hub.path()), new Route(gate, Purpose.LINK));
      add(key(hub.path()) + NEGOTIATE, new Route(gate, Purpose.NEGOTIATE));
      add(key(hub.path()) + REFRESH, new Route(gate, Purpose.REFRESH));
      gates.put(hub.path(), gate);
    }
  }

  /**
   * Registers what the endpoint counts.
   *
   * @param hubNames the names of all hubs, by their paths
   */
  public void register(ServerMeters meters, Map<String, String> hubNames) {
    hubNames.forEach(
        (path, name) -> {
          HubAdmission gate = Objects.requireNonNull(gates.get(path), path);
          meters.counter(HubMeter.NEGOTIATIONS, Map.of(Tag.HUB, name), gate::negotiations);
          meters.counter(HubMeter.POLLS, Map.of(Tag.HUB, name), gate::polls);
        });
    places.register(meters);
    tokens.register(meters);
    meters.gauge(HubMeter.NEGOTIATIONS_PENDING, Map.of(), this::pendingNegotiations);
    meters.gauge(HubMeter.POLLING_CONNECTIONS, Map.of(), this::pollingConnections);
    for (RefusalLog.Kind kind : RefusalLog.Kind.values()) {
      meters.counter(
          HubMeter.REQUESTS_REFUSED,
          Map.of(Tag.REASON, kind.name().toLowerCase(Locale.ROOT)),
          () -> refusals.count(kind));
    }
    meters.counter(HubMeter.REQUESTS_REFUSED, Map.of(Tag.REASON, "other"), refusals::countOfOthers);
  }

  @Override
  public RefusalLog refusals() {
    return refusals;
  }

  /** Begins an endpoint whose application code runs on {@code hubExecutor}. */
  public static HubEndpointBuilder builder(Executor hubExecutor) {
    return new HubEndpointBuilder(hubExecutor);
  }

  /** {@inheritDoc} Only what is posted to a hub itself matters. */
  @Override
  public boolean wantsBody(HttpRequest request) {
    Route route = request.method().equals("POST") ? routes.get(key(request.path())) : null;
    return route != null && route.purpose() == Purpose.LINK;
  }

  @Override
  public CompletionStage<EndpointAnswer> handle(HttpRequest request, boolean webSocketUpgrade) {
    Route route = routes.get(key(request.path()));
    if (route == null) {
      return CompletableFuture.completedFuture(new EndpointAnswer.NotMapped());
    }
    ResponseHeaders more = responseHeaders;
    if (more == null) {
      return answer(route, request, webSocketUpgrade);
    }
    return answer(route, request, webSocketUpgrade)
        .thenCompose(answer -> withHeaders(more, route, request, answer));
  }

  /**
   * Adds the application's headers. Not to refusals: those are cheap, or a crowd of clients that
   * are refused would keep the hub executor from the others.
   */
  private CompletionStage<EndpointAnswer> withHeaders(
      ResponseHeaders more, Route route, HttpRequest request, EndpointAnswer answer) {
    if (answer instanceof Respond respond && REFUSALS.contains(respond.status())) {
      return CompletableFuture.completedFuture(answer);
    }
    // A page without the security headers that it should have is worse than none.
    try {
      return CompletableFuture.supplyAsync(
              () -> ResponseHeaders.add(answer, more.of(request)), hubExecutor)
          .exceptionally(
              failure -> {
                ResponseHeaders.abandon(answer);
                return route.gate().failed(request, failure);
              });
    } catch (RejectedExecutionException e) {
      ResponseHeaders.abandon(answer);
      return CompletableFuture.completedFuture(route.gate().busy(request));
    }
  }

  private static CompletionStage<EndpointAnswer> answer(
      Route route, HttpRequest request, boolean webSocketUpgrade) {
    return switch (route.purpose()) {
      case LINK -> route.gate().link(request, webSocketUpgrade);
      case NEGOTIATE -> route.gate().negotiate(request);
      case REFRESH -> route.gate().refresh(request);
    };
  }

  /**
   * {@inheritDoc} That is the {@link HubOptions#keepAliveInterval} of the most patient hub, and
   * then its {@link HubOptions#clientTimeout}, or {@link HubOptions#sendTimeout} if that is longer:
   * until then a client may leave untaken what it was sent.
   */
  @Override
  public Patience patience() {
    return patience;
  }

  private static Patience patienceOf(List<HubMapping> hubs) {
    Duration silence = Duration.ZERO;
    Duration gone = Duration.ZERO;
    for (HubMapping hub : hubs) {
      HubOptions options = hub.options();
      silence = longer(silence, options.keepAliveInterval());
      gone = longer(gone, longer(options.clientTimeout(), options.sendTimeout()));
    }
    return new Patience(silence, gone);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  @Override
  public Set<String> roles() {
    return roles;
  }

  @Override
  public boolean isStopping() {
    return stopping;
  }

  @Override
  public @Nullable String notReadyBecause() {
    return notReadyBecause.get();
  }

  @Override
  public @Nullable String notAliveBecause() {
    return notAliveBecause.get();
  }

  @Override
  public void failed(Throwable cause) {
    whenFailed.accept(cause);
  }

  /**
   * Forgets negotiated connections that were not used in time, and sums up what was refused. Call
   * it about once a second.
   */
  public void tick() {
    tokens.forgetExpired();
    refusals.tick();
  }

  /**
   * Answers negotiate requests and upgrades with 503 and {@code Retry-After} from now on; what
   * belongs to connections that are there goes on. Idempotent.
   */
  public void stopAccepting() {
    stopping = true;
  }

  /**
   * Returns a stage that is done once all clients that poll have fetched the last words of their
   * connections, or had their time for that, which is {@link #LAST_POLLS}. To be called after
   * {@link #stopAccepting}, when all connections have been closed.
   */
  public CompletableFuture<Void> whenNoPolls() {
    return tokens.whenNoPolls();
  }

  /** Returns how many negotiated connections wait for their link now. */
  public int pendingNegotiations() {
    return tokens.unused().size();
  }

  /** Returns how many connections poll now, or may again. */
  public int pollingConnections() {
    return tokens.pollingCount();
  }

  /** Returns how many connections there are, those included that wait for their client. */
  public int connections() {
    return places.count();
  }

  /** Returns how many negotiated connections gave way to others before they were used. */
  public long displacedNegotiations() {
    return tokens.displacedCount();
  }

  private void add(String key, Route route) {
    Route other = routes.putIfAbsent(key, route);
    if (other != null) {
      throw new IllegalArgumentException(
          "the hubs mapped at "
              + other.gate().hub().path()
              + " and "
              + route.gate().hub().path()
              + " both take requests at "
              + key);
    }
  }

  private static String key(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return trimmed.toLowerCase(Locale.ROOT);
  }

  /** Where a path leads. */
  private record Route(HubAdmission gate, Purpose purpose) {}

  /** What is asked for at a path. */
  private enum Purpose {
    LINK,
    NEGOTIATE,
    REFRESH
  }
}
