package dev.nave.hub;

import org.jspecify.annotations.Nullable;

/**
 * Finds out who sends a negotiate request or opens a connection. Runs on the hub executor and may
 * block; called by many threads at a time.
 *
 * <p>Clients send a bearer token in the {@code Authorization} header or, from a browser's
 * WebSocket, in the query parameter {@code access_token}: {@link #bearerToken} reads both.
 */
@FunctionalInterface
public interface Authenticator {
  /**
   * Returns the user, or null for an anonymous client.
   *
   * @throws AuthenticationException if the credentials are invalid. The request gets 401 if the hub
   *     {@linkplain HubOptions.Builder#requireAuthenticatedUser requires a user}; otherwise the
   *     client is anonymous, as on the reference server. Any other exception is logged, and the
   *     request gets 500
   */
  @Nullable HubUser authenticate(HttpRequest request);

  /** Returns the bearer token of a request, or null if it has none. */
  static @Nullable String bearerToken(HttpRequest request) {
    String prefix = "Bearer ";
    String header = request.header("authorization").orElse("");
    if (header.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return header.substring(prefix.length()).trim();
    }
    return request.query("access_token").filter(token -> !token.isEmpty()).orElse(null);
  }
}
