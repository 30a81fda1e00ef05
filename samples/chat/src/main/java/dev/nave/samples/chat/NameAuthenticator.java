package dev.nave.samples.chat;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubException;
import dev.nave.hub.HubUser;

/**
 * Takes the name of the user from the query parameter {@code name}, unchecked.
 *
 * <p><b>A demonstration, without passwords:</b> a client that uses a name is that user, and gets
 * that user's private messages. A real application checks a token or a cookie here; {@link
 * Authenticator#bearerToken} reads the token that SignalR clients send.
 */
final class NameAuthenticator implements Authenticator {
  @Override
  public HubUser authenticate(HttpRequest request) {
    try {
      return HubUser.of(ChatRules.user(request.query("name").orElse(null)));
    } catch (HubException e) {
      throw new AuthenticationException(String.valueOf(e.getMessage()));
    }
  }
}
