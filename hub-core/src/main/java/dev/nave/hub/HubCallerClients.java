package dev.nave.hub;

/** Chooses who gets a message that is named by a string, seen from the caller. */
public interface HubCallerClients extends HubClients, TypedHubCallerClients<ClientProxy> {
  /** The connection that called. It can be asked for a result, too. */
  @Override
  SingleClientProxy caller();
}
