package dev.nave.hub.internal.accept;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import org.jspecify.annotations.Nullable;

/**
 * A connection that takes a new link in place of the one it has lost, or is about to lose. The hub
 * notices nothing.
 */
public interface Reattachable {
  /** Returns the loop of the connection, on which every link of it must live. Any thread. */
  ConnectionLoop loop();

  /**
   * Replaces the link. The old one, if it still seems to live, is cut. On the connection's loop.
   *
   * @param request who comes back, and with what; the same user as before
   * @param link where the connection is written to from now on
   * @return what is told about the link; null if the connection is over
   */
  @Nullable TransportReceiver reattach(ConnectionRequest request, TransportConnection link);
}
