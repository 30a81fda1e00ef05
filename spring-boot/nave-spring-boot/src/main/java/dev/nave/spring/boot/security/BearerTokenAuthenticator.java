package dev.nave.spring.boot.security;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Finds the user of a JWT in the header or the query, where no filter stands before the hubs: on
 * Netty. May block, as the decoder may. Any thread.
 */
final class BearerTokenAuthenticator implements Authenticator {
  private final AuthenticationManager tokens;

  /** The manager verifies a {@link BearerTokenAuthenticationToken}. */
  BearerTokenAuthenticator(AuthenticationManager tokens) {
    this.tokens = tokens;
  }

  @Override
  public @Nullable HubUser authenticate(HttpRequest request) {
    String token = Authenticator.bearerToken(request);
    if (token == null) {
      return null;
    }
    Authentication authentication = authentication(token);
    HubUser user = authentication == null ? null : HubAuthentications.userOf(authentication);
    return user == null || authentication == null ? null : TokenExpiry.with(user, authentication);
  }

  private @Nullable Authentication authentication(String token) {
    try {
      return tokens.authenticate(new BearerTokenAuthenticationToken(token));
    } catch (AuthenticationServiceException e) {
      throw e; // The keys cannot be fetched: that is no fault of the client.
    } catch (org.springframework.security.core.AuthenticationException e) {
      throw new AuthenticationException(String.valueOf(e.getMessage()));
    }
  }
}
