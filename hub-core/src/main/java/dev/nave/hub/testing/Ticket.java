package dev.nave.hub.testing;

/**
 * What a client was told when it negotiated.
 *
 * @param path of the hub
 * @param connectionId the public id of its connection
 * @param token the secret one
 */
record Ticket(String path, String connectionId, String token) {}
