package dev.nave.hub;

/** Chooses who gets a message that is named by a string. See {@link TypedHubClients}. */
public interface HubClients extends TypedHubClients<ClientProxy> {}
