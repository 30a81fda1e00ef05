package dev.nave.hub;

/**
 * Sends to the clients of one {@link TypedHub} from anywhere in the application, as a {@link
 * HubContext} does. Any thread; may be kept.
 *
 * @param <H> the hub
 * @param <C> the interface of its clients
 */
public final class TypedHubContext<H extends TypedHub<C>, C> {
  private final HubContext<H> context;
  private final Class<C> client;

  @SuppressWarnings("unchecked") // It is what the hub's class says of C.
  TypedHubContext(HubContext<H> context, Class<H> hub) {
    this.context = context;
    this.client = (Class<C>) TypedHub.clientOf(hub);
  }

  /** Returns the clients to send to. */
  public TypedHubClients<C> clients() {
    return context.clients(client);
  }

  /** Returns the groups. */
  public HubGroups groups() {
    return context.groups();
  }

  /** Returns what ends connections. */
  public HubConnections connections() {
    return context.connections();
  }

  /**
   * Returns who is there.
   *
   * @throws IllegalStateException if the hub has no {@link HubSettings#presence}
   */
  public HubPresence presence() {
    return context.presence();
  }
}
