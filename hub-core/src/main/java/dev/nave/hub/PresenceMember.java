package dev.nave.hub;

import java.time.Instant;
import java.util.Optional;

/**
 * A connection, as {@link HubPresence} lists it.
 *
 * @param connectionId the connection
 * @param userId its user; empty if the client is anonymous
 * @param server the {@link HubServer#nodeId} of its server
 * @param since when it joined the group, or connected, by its server's clock, in milliseconds
 * @param value what was attached by {@link HubGroups#addWithValue}; may be empty
 */
public record PresenceMember(
    String connectionId, Optional<String> userId, String server, Instant since, String value) {}
