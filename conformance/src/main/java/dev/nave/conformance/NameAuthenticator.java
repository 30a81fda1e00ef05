package dev.nave.conformance;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Believes every token. It is {@code <user>} or {@code <user>;<seconds to live>}; the name is the
 * user's id and only role, and {@code forged} is refused.
 */
final class NameAuthenticator implements Authenticator {
  @Override
  public @Nullable HubUser authenticate(HttpRequest request) {
    String token = Authenticator.bearerToken(request);
    if (token == null || token.isEmpty()) {
      return null;
    }
    String[] parts = token.split(";", 2);
    String name = parts[0];
    if (name.equals("forged")) {
      throw new AuthenticationException("the token is forged");
    }
    HubUser user = HubUser.of(name).withRoles(Set.of(name));
    return parts.length == 1 ? user : user.withExpiresAt(expiry(parts[1]));
  }

  private static Instant expiry(String secondsToLive) {
    try {
      return Instant.now().plusSeconds(Integer.parseInt(secondsToLive));
    } catch (NumberFormatException e) {
      throw new AuthenticationException("the token's seconds to live are no number");
    }
  }
}
