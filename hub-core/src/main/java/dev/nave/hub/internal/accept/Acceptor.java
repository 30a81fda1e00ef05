package dev.nave.hub.internal.accept;

import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;

/**
 * What stands behind the endpoint of one hub: it makes a connection of a link. Implemented by the
 * engine; the endpoint has checked everything that HTTP has a say in before it is asked.
 */
@FunctionalInterface
public interface Acceptor {

  /**
   * Opens a connection on its link. On the link's loop, which it must not block.
   *
   * <p>When the connection has ended, {@link ConnectionRequest#ended} must be called, so that its
   * token is forgotten. If this method throws, the endpoint does that itself, and the exception
   * goes on to the server module, which aborts the link.
   *
   * @param request who connects, and with what
   * @param link where the connection is written to
   * @return what is told about the link
   */
  TransportReceiver accept(ConnectionRequest request, TransportConnection link);
}
