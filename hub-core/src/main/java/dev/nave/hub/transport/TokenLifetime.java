package dev.nave.hub.transport;

import dev.nave.hub.HubUser;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients how long the proof of who they are is good for, so that they renew it in time.
 *
 * <p>Source: the reference server's next version, which says so when it negotiates and when it has
 * renewed a proof.
 */
final class TokenLifetime {
  private TokenLifetime() {}

  /** Returns a property of a JSON object; empty if the proof does not expire, or has expired. */
  static String property(@Nullable HubUser user) {
    if (user == null) {
      return "";
    }
    return user.expiresAt()
        .map(expiry -> Duration.between(Instant.now(), expiry).toSeconds())
        .filter(seconds -> seconds > 0)
        .map(seconds -> "\"tokenLifetimeSeconds\":" + seconds)
        .orElse("");
  }
}
