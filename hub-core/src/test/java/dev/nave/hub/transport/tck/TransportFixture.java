package dev.nave.hub.transport.tck;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;

/** A started transport that listens on a free port of this machine, for the contract tests. */
public interface TransportFixture extends AutoCloseable {
  /**
   * Starts one whose clients have a second to answer a close frame, and one for each piece of a
   * body.
   */
  interface Starter {
    /** Returns when clients can connect to {@code /hub} of that endpoint. */
    TransportFixture start(HttpEndpoint endpoint);
  }

  /** Returns the port. */
  int port();

  /** Returns the transport. */
  ServerTransport transport();

  /**
   * Returns whether a client that is not read cannot send more than a bound, however long it waits.
   * Else its connection is closed with an error at a bound.
   */
  boolean pausesReading();

  /** Stops the transport, and what it stands behind. */
  @Override
  void close();
}
