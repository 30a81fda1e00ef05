package dev.nave.hub.internal.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.RefusalLog.Kind;
import org.jspecify.annotations.Nullable;

/** The bounds of connections of all hubs, and of those whose handshake is not done. Any thread. */
final class ConnectionPlaces {
  private final ClientAddresses addresses;
  private final PlaceCounts connections;
  private final PlaceCounts handshakes;

  ConnectionPlaces(ServerOptions options, ClientAddresses addresses) {
    this.addresses = addresses;
    connections =
        new PlaceCounts(
            Kind.CONNECTIONS,
            "connections are open",
            "maxConnections",
            options.maxConnections(),
            options.maxConnectionsPerAddress(),
            options.maxConnectionsPerUser());
    handshakes =
        new PlaceCounts(
            Kind.HANDSHAKES,
            "connections wait for their handshake",
            "maxPendingHandshakes",
            options.maxPendingHandshakes(),
            options.maxPendingHandshakesPerAddress(),
            Integer.MAX_VALUE);
  }

  /** A place, or why there is none. */
  sealed interface Entry permits Place, PlaceCounts.Full {}

  /** Takes a place for a connection that this request opens. */
  Entry enter(HttpRequest request, @Nullable String userId) {
    ClientAddress address = addresses.of(request);
    PlaceCounts.Full full = connections.enter(address, userId);
    if (full != null) {
      return full;
    }
    full = handshakes.enter(address, null);
    if (full != null) {
      connections.leave(address, userId);
      return full;
    }
    return new Place(address, userId);
  }

  /** Registers how often there was none. */
  void register(ServerMeters meters) {
    connections.register(meters);
    handshakes.register(meters);
  }

  /** Returns how many connections there are. */
  int count() {
    return connections.count();
  }

  /** The place of one connection. */
  final class Place implements Entry {
    private final ClientAddress address;
    private final @Nullable String userId;

    @GuardedBy("this")
    private boolean shakesHands = true;

    @GuardedBy("this")
    private boolean open = true;

    private Place(ClientAddress address, @Nullable String userId) {
      this.address = address;
      this.userId = userId;
    }

    /** Returns the address that has the place. */
    ClientAddress address() {
      return address;
    }

    /** The handshake is done. */
    void handshakeDone() {
      boolean first;
      synchronized (this) {
        first = shakesHands;
        shakesHands = false;
      }
      if (first) {
        handshakes.leave(address, null);
      }
    }

    /** The connection is over. */
    void leave() {
      handshakeDone();
      boolean first;
      synchronized (this) {
        first = open;
        open = false;
      }
      if (first) {
        connections.leave(address, userId);
      }
    }
  }
}
