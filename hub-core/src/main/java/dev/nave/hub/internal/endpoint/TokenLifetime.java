package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HubUser;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients the lifetime of their credentials, so that they renew them in time.
 *
 * <p>Source: HttpConnectionDispatcher of .NET 11, which tells it in the answers to negotiate and
 * refresh.
 */
final class TokenLifetime {
  private TokenLifetime() {}

  /**
   * Returns a property of a JSON object; empty if the credentials do not expire, or have expired.
   */
  static String property(@Nullable HubUser user) {
    return user == null
        ? ""
        : user.expiresAt()
            .map(expiry -> property(Duration.between(Instant.now(), expiry)))
            .orElse("");
  }

  /**
   * Returns a property of a JSON object; empty if less than a second is left. Clients read an
   * integer of 32 bits, so a longer time is said to be the longest of these.
   */
  static String property(Duration left) {
    long seconds = Math.min(left.toSeconds(), Integer.MAX_VALUE);
    return seconds > 0 ? "\"tokenLifetimeSeconds\":" + seconds : "";
  }
}
