package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.endpoint.NegotiatedConnection.State;
import dev.nave.hub.internal.endpoint.PlaceCounts.Full;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.FairPlaces;
import dev.nave.hub.transport.FairPlaces.Displaced;
import dev.nave.hub.transport.RefusalLog.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the negotiated connections of all hubs by their tokens, from negotiate to their end. Any
 * thread.
 *
 * <p>Unused ones are bounded in number: at the bound the oldest of the address that has most of
 * them is forgotten. They are also forgotten when their time is up: at {@link #forgetExpired}, or
 * when a late request names them. Those in use are bounded by the sockets there are, or in number
 * where they poll, since between two polls they have no socket. A token is good for its own hub
 * only.
 */
final class NegotiatedConnections {
  private static final Duration LONGEST_WAIT = Duration.ofDays(365);

  private final PlaceCounts polling;
  private final LongSupplier nanoTime;
  private final RandomIds ids = new RandomIds();
  private final ConcurrentMap<String, NegotiatedConnection> byToken = new ConcurrentHashMap<>();
  private final FairPlaces<ClientAddress, NegotiatedConnection> unused;
  private final CompletableFuture<Void> noPolls = new CompletableFuture<>();
  private volatile boolean lastOneTells;
  private final LongAdder displacedCount = new LongAdder();

  NegotiatedConnections(
      FairPlaces<ClientAddress, NegotiatedConnection> unused,
      PlaceCounts polling,
      LongSupplier nanoTime) {
    this.unused = unused;
    this.polling = polling;
    this.nanoTime = nanoTime;
  }

  static NegotiatedConnections of(ServerOptions options, LongSupplier nanoTime) {
    return new NegotiatedConnections(
        new FairPlaces<>(
            options.maxPendingNegotiations(), options.maxPendingNegotiationsPerAddress()),
        new PlaceCounts(
            Kind.POLLING_CONNECTIONS,
            "connections poll",
            "maxPollingConnections",
            options.maxPollingConnections(),
            options.maxPollingConnectionsPerAddress(),
            options.maxPollingConnectionsPerUser()),
        nanoTime);
  }

  /** Registers how often a bound was reached. */
  void register(ServerMeters meters) {
    polling.register(meters);
    displaced(meters, "maxPendingNegotiations", false);
    displaced(meters, "maxPendingNegotiationsPerAddress", true);
  }

  private void displaced(ServerMeters meters, String option, boolean ofHolder) {
    meters.counter(
        HubMeter.BOUNDS_REACHED, Map.of(Tag.OPTION, option), () -> unused.displaced(ofHolder));
  }

  /** Returns an id for a connection that is not negotiated. */
  String freshId() {
    return ids.next();
  }

  /**
   * Adds a connection.
   *
   * @param secretToken whether the token differs from the public id (negotiate version 1)
   * @param statefulReconnect whether client and server agreed on it
   * @param onDisplaced is told of another connection that had to give way
   */
  NegotiatedConnection add(
      HubMapping hub,
      ClientAddress address,
      boolean secretToken,
      boolean statefulReconnect,
      Consumer<Displaced<ClientAddress, NegotiatedConnection>> onDisplaced) {
    Duration timeout = hub.options().disconnectTimeout();
    Duration wait = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
    String id = ids.next();
    NegotiatedConnection connection =
        new NegotiatedConnection(
            hub,
            id,
            secretToken ? ids.next() : id,
            address,
            statefulReconnect,
            nanoTime.getAsLong() + wait.toNanos());
    byToken.put(connection.token(), connection);
    Displaced<ClientAddress, NegotiatedConnection> displaced = unused.add(address, connection);
    if (displaced != null && displaced.value().move(State.UNUSED, State.OVER)) {
      byToken.remove(displaced.value().token());
      displacedCount.increment();
      onDisplaced.accept(displaced);
    }
    return connection;
  }

  /** Returns the connection of this hub with that token, or null. */
  @Nullable NegotiatedConnection find(HubMapping hub, String token) {
    NegotiatedConnection connection = byToken.get(token);
    if (connection == null
        || !connection.hub().equals(hub)
        || expire(connection, nanoTime.getAsLong())) {
      return null;
    }
    return connection;
  }

  /** Takes an unused connection into use. Of any number of claims one is granted. */
  boolean claim(NegotiatedConnection connection, TransportType transport) {
    if (!connection.use(transport)) {
      return false;
    }
    noLongerUnused(connection);
    return true;
  }

  /** Makes room for one more connection that polls; returns why there is none. */
  @Nullable Full enterPolling(ClientAddress address, @Nullable String userId) {
    return polling.enter(address, userId);
  }

  /** Gives the room of a connection that polled back. */
  void leavePolling(ClientAddress address, @Nullable String userId) {
    polling.leave(address, userId);
    if (polling.count() == 0 && lastOneTells) {
      noPolls.complete(null);
    }
  }

  /** Returns a stage that is done once no connection polls. To be called when none may begin to. */
  CompletableFuture<Void> whenNoPolls() {
    lastOneTells = true; // Before the look: one that leaves in between tells, too.
    if (polling.count() == 0) {
      noPolls.complete(null);
    }
    return noPolls.copy();
  }

  /** Forgets a connection that was in use and is over. */
  void end(NegotiatedConnection connection) {
    if (connection.move(State.IN_USE, State.OVER)) {
      byToken.remove(connection.token());
    }
  }

  /** Forgets what was not used in time. */
  void forgetExpired() {
    long now = nanoTime.getAsLong();
    for (NegotiatedConnection connection : unused.values()) {
      expire(connection, now);
    }
  }

  /** Returns the places of negotiated connections that wait for a link. */
  FairPlaces<ClientAddress, NegotiatedConnection> unused() {
    return unused;
  }

  /** Returns how many connections poll. */
  int pollingCount() {
    return polling.count();
  }

  /** Returns how many gave way to others before they were used. */
  long displacedCount() {
    return displacedCount.sum();
  }

  private boolean expire(NegotiatedConnection connection, long now) {
    if (!connection.isLate(now) || !connection.move(State.UNUSED, State.OVER)) {
      return false;
    }
    byToken.remove(connection.token());
    noLongerUnused(connection);
    return true;
  }

  private void noLongerUnused(NegotiatedConnection connection) {
    unused.remove(connection.address(), connection);
  }

  /** Returns the token by which a request names its connection; empty if it names none. */
  static String token(HttpRequest request) {
    return String.join(",", request.query().getOrDefault("id", List.of()));
  }
}
