package dev.nave.hub;

/**
 * Sends to the clients of one hub from anywhere in the application. Any thread; may be kept.
 *
 * <p>Its type names the hub, so that a dependency injection container can tell the contexts of
 * several hubs apart. The context of a {@link TypedHub} that names the methods of clients by their
 * interface is a {@link TypedHubContext}.
 *
 * <p>One taken from {@link HubServerBuilder#hubContext} before the server has started fails with
 * {@link IllegalStateException} until then.
 *
 * @param <H> the hub
 */
public interface HubContext<H extends AbstractHub> {
  /** Returns the clients to send to. */
  HubClients clients();

  /**
   * Returns the clients to send to, through an interface that declares the methods of a client.
   *
   * @param clientInterface an interface whose methods return {@code void} or a {@code
   *     CompletionStage<Void>}, or a stage of something else to ask one client for a result
   * @throws IllegalArgumentException if the hub names an interface, by {@link ClientMethods} or as
   *     a {@link TypedHub}, that is not this one and does not extend it
   */
  <C> TypedHubClients<C> clients(Class<C> clientInterface);

  /** Returns the groups. */
  HubGroups groups();

  /** Returns what ends connections. */
  HubConnections connections();

  /**
   * Returns who is there.
   *
   * @throws IllegalStateException if the hub has no {@link HubSettings#presence}
   */
  HubPresence presence();
}
