package dev.nave.hub;

import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One connection of this server as it was when {@link HubServer#connections} was called: for the
 * page of an operator, and for support. It holds no token and no header.
 *
 * @param connectionId the public id
 * @param hubName the name of the hub
 * @param userId the id of its user; empty if the client is anonymous
 * @param transport what carries it
 * @param protocol the hub protocol that its client speaks
 * @param remoteAddress where its client connects from, as the transport sees it; empty where there
 *     is no network
 * @param since when its client had shaken hands
 * @param groups the groups that it is in
 * @param pendingBytes what was written to it and its client has not taken, as of its last turn or
 *     the last look at its timers
 */
public record ConnectionInfo(
    String connectionId,
    String hubName,
    Optional<String> userId,
    TransportType transport,
    String protocol,
    Optional<SocketAddress> remoteAddress,
    Instant since,
    Set<String> groups,
    long pendingBytes) {

  /** Copies the groups. */
  public ConnectionInfo {
    groups = Set.copyOf(groups);
  }
}
