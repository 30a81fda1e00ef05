package dev.nave.hub.internal.endpoint;

import dev.nave.hub.AccessTokenIssuer;
import dev.nave.hub.AuthenticationRefresh;
import dev.nave.hub.RedirectedRefresher;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the application has a say when a client proves anew who it is. All of it runs on the hub
 * executor.
 *
 * @param guard accepts users that were authenticated anew
 * @param issuer gives clients a token with the answer; null if they keep the one they have
 * @param elsewhere takes refreshes of clients that were sent elsewhere; null if there are none
 */
public record RefreshHooks(
    Predicate<AuthenticationRefresh> guard,
    @Nullable AccessTokenIssuer issuer,
    @Nullable RedirectedRefresher elsewhere) {
  /** Accepts what the guard accepts, and nothing else. */
  public static RefreshHooks guardedBy(Predicate<AuthenticationRefresh> guard) {
    return new RefreshHooks(guard, null, null);
  }
}
