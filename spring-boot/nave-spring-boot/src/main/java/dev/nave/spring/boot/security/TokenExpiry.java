package dev.nave.spring.boot.security;

import dev.nave.hub.HubUser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.util.ClassUtils;

/** Tells a user until when its token holds. Pure functions. */
final class TokenExpiry {
  private static final boolean HAS_TOKENS =
      ClassUtils.isPresent(
          "org.springframework.security.oauth2.core.OAuth2Token",
          TokenExpiry.class.getClassLoader());

  private TokenExpiry() {}

  static HubUser with(HubUser user, Authentication authentication) {
    Instant end = HAS_TOKENS ? Tokens.expiresAt(authentication) : null;
    return end == null ? user : user.withExpiresAt(end);
  }

  /** Loaded only where there are such tokens. */
  private static final class Tokens {
    static @Nullable Instant expiresAt(Authentication authentication) {
      return authentication.getCredentials() instanceof OAuth2Token token
          ? token.getExpiresAt()
          : null;
    }
  }
}
