package dev.nave.hub.transport.tck;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;

/**
 * What clients of a hub server of the tests connect to, on this machine: a transport, and what it
 * stands behind. Clients have half a second to answer a close frame, and two seconds for a request.
 */
public interface HubListener extends AutoCloseable {
  /** Returns the transport for the hub server. */
  ServerTransport transport();

  /** Begins to listen, before the hub server starts. */
  void open(HubServer server);

  /** Returns the port, once the hub server has started. */
  int port();

  /** Ends what the hub server does not end. */
  @Override
  void close();
}
