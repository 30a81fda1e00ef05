package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.endpoint.NegotiatedConnection.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the negotiated connections of all hubs by their tokens, from negotiate to their end. Any
 * thread.
 *
 * <p>Unused ones are bounded in number and forgotten when their time is up: at {@link
 * #forgetExpired}, or when a late request names them. Those in use are bounded by the sockets there
 * are, or in number where they poll, since between two polls they have no socket. A token is good
 * for its own hub only.
 */
final class NegotiatedConnections {
  private static final Duration LONGEST_WAIT = Duration.ofDays(365);

  private final int maxUnused;
  private final int maxPolling;
  private final LongSupplier nanoTime;
  private final RandomIds ids = new RandomIds();
  private final ConcurrentMap<String, NegotiatedConnection> byToken = new ConcurrentHashMap<>();
  private final Set<NegotiatedConnection> unused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unusedCount = new AtomicInteger();
  private final AtomicInteger pollingCount = new AtomicInteger();
  private final CompletableFuture<Void> noPolls = new CompletableFuture<>();
  private volatile boolean lastOneTells;
  private final LongAdder refused = new LongAdder();

  NegotiatedConnections(int maxUnused, int maxPolling, LongSupplier nanoTime) {
    this.maxUnused = maxUnused;
    this.maxPolling = maxPolling;
    this.nanoTime = nanoTime;
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
   * @return null at the bound
   */
  @Nullable NegotiatedConnection add(
      HubMapping hub, boolean secretToken, boolean statefulReconnect) {
    if (unusedCount.incrementAndGet() > maxUnused) {
      unusedCount.decrementAndGet();
      refused.increment();
      return null;
    }
    Duration timeout = hub.options().disconnectTimeout();
    Duration wait = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
    String id = ids.next();
    NegotiatedConnection connection =
        new NegotiatedConnection(
            hub,
            id,
            secretToken ? ids.next() : id,
            statefulReconnect,
            nanoTime.getAsLong() + wait.toNanos());
    unused.add(connection);
    byToken.put(connection.token(), connection);
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

  /** Makes room for one more connection that polls; false at the bound. */
  boolean enterPolling() {
    if (pollingCount.incrementAndGet() > maxPolling) {
      pollingCount.decrementAndGet();
      refused.increment();
      return false;
    }
    return true;
  }

  /** Gives the room of a connection that polled back. */
  void leavePolling() {
    if (pollingCount.decrementAndGet() == 0 && lastOneTells) {
      noPolls.complete(null);
    }
  }

  /** Returns a stage that is done once no connection polls. To be called when none may begin to. */
  CompletableFuture<Void> whenNoPolls() {
    lastOneTells = true; // Before the look: one that leaves in between tells, too.
    if (pollingCount.get() == 0) {
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
    for (NegotiatedConnection connection : unused) {
      expire(connection, now);
    }
  }

  /** Returns how many negotiated connections may wait for a link. */
  int maxUnused() {
    return maxUnused;
  }

  /** Returns how many connections may poll. */
  int maxPolling() {
    return maxPolling;
  }

  /** Returns how many negotiated connections wait for a link. */
  int unusedCount() {
    return unusedCount.get();
  }

  /** Returns how many connections poll. */
  int pollingCount() {
    return pollingCount.get();
  }

  /** Returns how many were refused at a bound. */
  long refusedCount() {
    return refused.sum();
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
    unused.remove(connection);
    unusedCount.decrementAndGet();
  }

  /** Returns the token by which a request names its connection; empty if it names none. */
  static String token(HttpRequest request) {
    return String.join(",", request.query().getOrDefault("id", List.of()));
  }
}
