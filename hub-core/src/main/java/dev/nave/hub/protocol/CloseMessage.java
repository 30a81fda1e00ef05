package dev.nave.hub.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The last message of a connection (type 7).
 *
 * @param error why the connection ends; null when it ends as intended
 * @param allowReconnect whether a client with automatic reconnect should connect again
 */
public record CloseMessage(@Nullable String error, boolean allowReconnect) implements HubMessage {}
