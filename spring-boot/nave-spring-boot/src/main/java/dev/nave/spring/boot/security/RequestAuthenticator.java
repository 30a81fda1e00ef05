package dev.nave.spring.boot.security;

import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Finds the user whom the filters of Spring Security have authenticated already. Any thread. */
final class RequestAuthenticator implements Authenticator {
  @Override
  public @Nullable HubUser authenticate(HttpRequest request) {
    Principal principal = request.attribute(Principal.class).orElse(null);
    if (principal instanceof Authentication authentication) {
      HubUser user = HubAuthentications.userOf(authentication);
      return user == null ? null : TokenExpiry.with(user, authentication);
    }
    return request.attribute(HubUser.class).orElse(null); // Of a container without the filters.
  }
}
