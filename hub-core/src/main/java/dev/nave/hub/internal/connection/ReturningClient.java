package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.Reattachable;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import org.jspecify.annotations.Nullable;

/** The door through which the client of a connection comes back on a new link. */
record ReturningClient(HubConnection connection) implements Reattachable {
  @Override
  public ConnectionLoop loop() {
    return connection.loop().executor();
  }

  @Override
  public @Nullable TransportReceiver reattach(ConnectionRequest request, TransportConnection link) {
    return connection.reattach(request, link);
  }
}
