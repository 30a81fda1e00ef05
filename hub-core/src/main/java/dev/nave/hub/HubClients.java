package dev.nave.hub;

/** Chooses who gets a message that is named by a string. See {@link TypedHubClients}. */
public interface HubClients extends TypedHubClients<ClientProxy> {
  /** One connection, wherever it is. It can be asked for a result, too. */
  @Override
  SingleClientProxy client(String connectionId);
}
