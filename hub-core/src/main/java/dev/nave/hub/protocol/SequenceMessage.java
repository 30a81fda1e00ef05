package dev.nave.hub.protocol;

/**
 * Says after a re-attach where the sender goes on (type 9, protocol version 2).
 *
 * @param sequenceId the number of the first counted message that follows
 */
public record SequenceMessage(long sequenceId) implements HubMessage {}
