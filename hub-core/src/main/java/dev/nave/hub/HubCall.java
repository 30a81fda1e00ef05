package dev.nave.hub;

/**
 * What a hub object is given before one of its methods runs. The server implements it; an
 * application does not meet it.
 */
public interface HubCall {
  /** Returns the clients, seen from the caller. */
  HubCallerClients clients();

  /** Returns the clients, seen from the caller, through an interface. */
  <C> TypedHubCallerClients<C> clients(Class<C> clientInterface);

  /** Returns the groups, seen from the caller. */
  HubCallerGroups groups();

  /** Returns what ends connections. */
  HubConnections connections();

  /**
   * Returns who is there.
   *
   * @throws IllegalStateException if the hub has no presence
   */
  HubPresence presence();

  /** Returns the caller's connection. */
  HubCallerContext context();
}
