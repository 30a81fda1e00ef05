package dev.nave.hub.internal.endpoint;

import dev.nave.hub.internal.endpoint.polling.LongPollingConnection;
import dev.nave.hub.internal.endpoint.polling.PostedMessages;
import org.jspecify.annotations.Nullable;

/**
 * What takes the requests of a connection whose link is no WebSocket, from the moment that the link
 * is there. Any thread.
 *
 * @param userId the user who opened the connection; no other user may use it
 * @param inlet where what is posted goes
 * @param polls what polls go to; null for an event stream
 */
record HttpSession(
    @Nullable String userId, PostedMessages inlet, @Nullable LongPollingConnection polls) {}
