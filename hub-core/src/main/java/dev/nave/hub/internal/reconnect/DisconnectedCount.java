package dev.nave.hub.internal.reconnect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.FairPlaces;
import dev.nave.hub.transport.FairPlaces.Displaced;
import dev.nave.hub.transport.RefusalLog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a hub that have no socket and wait for another one. At a bound the oldest one
 * of the address that has most of them, or of the user, waits no longer. Any thread.
 */
public final class DisconnectedCount {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTIONS);

  private final LineLimit lines = new LineLimit(1, Duration.ofMinutes(1), System::nanoTime);

  @GuardedBy("this")
  private @Nullable Places places;

  /**
   * Whose connection it is.
   *
   * @param userId null for an anonymous client
   */
  public record Client(ClientAddress address, @Nullable String userId) {}

  private record Places(
      FairPlaces<ClientAddress, Reconnection> byAddress, FairPlaces<String, Reconnection> byUser) {
    static Places of(HubOptions options) {
      int max = options.maxDisconnectedConnections();
      return new Places(
          new FairPlaces<>(max, options.maxDisconnectedConnectionsPerAddress()),
          new FairPlaces<>(max, options.maxDisconnectedConnectionsPerUser()));
    }
  }

  /** Counts a connection; another one may have to give way to it. */
  synchronized void add(HubOptions options, Client client, Reconnection connection) {
    if (places == null) {
      places = Places.of(options);
    }
    displace(places.byAddress().add(client.address(), connection), "PerAddress");
    if (client.userId() != null) {
      displace(places.byUser().add(client.userId(), connection), "PerUser");
    }
  }

  private synchronized void displace(
      @Nullable Displaced<?, Reconnection> displaced, String ending) {
    if (displaced == null) {
      return;
    }
    Reconnection connection = displaced.value();
    remove(connection.client(), connection);
    connection.giveWay();
    String earlier = lines.next();
    if (earlier != null) {
      log.warn(
          "as many connections wait for their client as HubOptions.maxDisconnectedConnections{}"
              + " allows; the oldest one of {}, which has {} left, waits no longer{}",
          displaced.ofHolder() ? ending : "",
          RefusalLog.quote(displaced.holder().toString()),
          displaced.held(),
          earlier);
    }
  }

  /** A connection has a socket again, or is over. */
  synchronized void remove(Client client, Reconnection connection) {
    if (places != null) {
      places.byAddress().remove(client.address(), connection);
      if (client.userId() != null) {
        places.byUser().remove(client.userId(), connection);
      }
    }
  }

  /** Returns how often one had to wait no longer, since {@code maxDisconnectedConnections} are. */
  public synchronized long displaced() {
    return places == null
        ? 0
        : places.byAddress().displaced(false) + places.byUser().displaced(false);
  }

  /** Returns how often one had to wait no longer since its address has as many as it may. */
  public synchronized long displacedOfAddress() {
    return places == null ? 0 : places.byAddress().displaced(true);
  }

  /** Returns how often one had to wait no longer since its user has as many as it may. */
  public synchronized long displacedOfUser() {
    return places == null ? 0 : places.byUser().displaced(true);
  }

  /** Returns the number. */
  public synchronized int get() {
    return places == null ? 0 : places.byAddress().size();
  }
}
