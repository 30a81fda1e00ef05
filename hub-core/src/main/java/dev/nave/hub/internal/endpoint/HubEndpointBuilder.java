package dev.nave.hub.internal.endpoint;

import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.UserIdProvider;
import dev.nave.hub.transport.RefusalLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the hubs and settings of a {@link HubEndpoint}. Not thread-safe. */
public final class HubEndpointBuilder {
  final Executor hubExecutor;
  final List<HubMapping> hubs = new ArrayList<>();
  @Nullable Authenticator authenticator;
  boolean usersComeWithRequests;
  Set<String> roles = Set.of();
  @Nullable UserIdProvider userIdProvider;
  ServerOptions options = ServerOptions.builder().build();
  LongSupplier nanoTime = System::nanoTime;
  RefusalLog refusals = RefusalLog.create();
  Supplier<@Nullable String> notReadyBecause = () -> null;
  Supplier<@Nullable String> notAliveBecause = () -> null;
  Consumer<Throwable> whenFailed = failure -> {};
  @Nullable ResponseHeaders responseHeaders;

  HubEndpointBuilder(Executor hubExecutor) {
    this.hubExecutor = hubExecutor;
  }

  /** Adds a hub. */
  public HubEndpointBuilder hub(HubMapping value) {
    hubs.add(value);
    return this;
  }

  /** Sets the authenticator. Default: none; a caller is whom the transport has found. */
  public HubEndpointBuilder authenticator(Authenticator value) {
    authenticator = value;
    return this;
  }

  /** Sets whether the transport finds users. Default: it does not. */
  public HubEndpointBuilder usersComeWithRequests(boolean value) {
    usersComeWithRequests = value;
    return this;
  }

  /** Sets the roles that hubs ask for by name. Default: none. */
  public HubEndpointBuilder roles(Set<String> value) {
    roles = Set.copyOf(value);
    return this;
  }

  /**
   * Sets who finds the user id of a connection. Default: it is the id of the authenticated user,
   * which takes no thread of the hub executor.
   */
  public HubEndpointBuilder userIdProvider(UserIdProvider value) {
    userIdProvider = value;
    return this;
  }

  /** Sets the bounds of connections, and which proxies are trusted. Default: the defaults. */
  public HubEndpointBuilder options(ServerOptions value) {
    options = value;
    return this;
  }

  /**
   * Sets who knows why no new clients should come, or null if they should; it must not block.
   * Default: they always should.
   */
  public HubEndpointBuilder notReadyBecause(Supplier<@Nullable String> value) {
    notReadyBecause = value;
    return this;
  }

  /** Sets who knows what failed for good, or null; it must not block. Default: nothing does. */
  public HubEndpointBuilder notAliveBecause(Supplier<@Nullable String> value) {
    notAliveBecause = value;
    return this;
  }

  /** Sets who is told that a part of the transport has failed for good. Default: nothing. */
  public HubEndpointBuilder whenFailed(Consumer<Throwable> value) {
    whenFailed = value;
    return this;
  }

  /**
   * Sets more headers of every answer of the endpoint, by its request. The function runs on the hub
   * executor; if it throws, or returns what is no header, the request is answered with 500.
   * Default: none.
   */
  public HubEndpointBuilder responseHeaders(Function<HttpRequest, Map<String, String>> value) {
    responseHeaders = new ResponseHeaders(value);
    return this;
  }

  /** Sets where refusals are written to. Default: a log of the endpoint's own. */
  public HubEndpointBuilder refusalLog(RefusalLog value) {
    refusals = value;
    return this;
  }

  /** Sets the clock, in nanoseconds from any beginning. Default: {@link System#nanoTime}. */
  public HubEndpointBuilder nanoTime(LongSupplier value) {
    nanoTime = value;
    return this;
  }

  /**
   * Returns the endpoint.
   *
   * @throws IllegalArgumentException if two hubs take requests at one path, or one requires a user
   *     and there is no authenticator
   */
  public HubEndpoint build() {
    return new HubEndpoint(this);
  }
}
