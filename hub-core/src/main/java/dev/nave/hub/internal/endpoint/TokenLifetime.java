package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HubUser;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients how long the proof of who they are is good for, so that they renew it in time.
 *
 * <p>Source: HttpConnectionDispatcher of .NET 11, which says so when it negotiates and when it has
 * renewed a proof.
 */
final class TokenLifetime {
  private TokenLifetime() {}

  /** Returns a property of a JSON object; empty if the proof does not expire, or has expired. */
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
