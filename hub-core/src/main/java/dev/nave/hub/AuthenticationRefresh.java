package dev.nave.hub;

/**
 * A client that proves anew who it is, while its connection goes on.
 *
 * @param connectionId the connection
 * @param request the request with the new credentials
 * @param previous who the client was
 * @param next who it is now: the same id, perhaps with other roles and claims
 */
public record AuthenticationRefresh(
    String connectionId, HttpRequest request, HubUser previous, HubUser next) {}
