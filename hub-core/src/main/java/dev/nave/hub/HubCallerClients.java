package dev.nave.hub;

/** Chooses who gets a message that is named by a string, seen from the caller. */
public interface HubCallerClients extends HubClients, TypedHubCallerClients<ClientProxy> {}
