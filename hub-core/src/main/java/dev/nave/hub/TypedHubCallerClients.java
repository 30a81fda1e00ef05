package dev.nave.hub;

/**
 * Chooses who gets a message, seen from a connection that called a hub method.
 *
 * @param <C> the proxy: {@link ClientProxy}, or an interface of the application
 */
public interface TypedHubCallerClients<C> extends TypedHubClients<C> {
  /** The connection that called. */
  C caller();

  /** All connections but the one that called. */
  C others();

  /** The connections in a group but the one that called. */
  C othersInGroup(String group);
}
