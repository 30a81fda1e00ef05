package dev.nave.hub.internal.executor;

import java.util.concurrent.Executor;

/**
 * Where the code of the application runs that concerns clients.
 *
 * @param hub the hub executor: methods, streams and {@code onDisconnected}
 * @param entrance what clients come in by, and what ends waits: threads that methods cannot hold
 * @param maxPerConnection how many threads of the hub executor one connection may hold; 0 for no
 *     bound, where threads are not scarce
 */
public record CallThreads(Executor hub, Executor entrance, int maxPerConnection) {
  /** Returns what a connection that begins may hold. */
  public ConnectionThreads forConnection() {
    return new ConnectionThreads(hub, maxPerConnection);
  }
}
