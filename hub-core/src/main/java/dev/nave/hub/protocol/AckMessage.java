package dev.nave.hub.protocol;

/**
 * Confirms counted messages of the other side (type 8, protocol version 2).
 *
 * @param sequenceId the number of the last counted message that was received
 */
public record AckMessage(long sequenceId) implements HubMessage {}
