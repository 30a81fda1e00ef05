package dev.nave.hub.internal.authorization;

import dev.nave.hub.AuthorizationContext;
import dev.nave.hub.AuthorizationPolicy;
import dev.nave.hub.HubUser;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code @Authorize} asks for.
 *
 * @param user whether there must be a user
 * @param roles of which the user must have one; empty if none is needed
 * @param policyName the name of what must hold besides, or null
 * @param policy what has that name, or null
 */
public record Requirement(
    boolean user,
    Set<String> roles,
    @Nullable String policyName,
    @Nullable AuthorizationPolicy policy) {
  private static final CompletableFuture<Boolean> MET = CompletableFuture.completedFuture(true);
  private static final CompletableFuture<Boolean> NOT_MET =
      CompletableFuture.completedFuture(false);

  /** Answers; what a policy throws becomes a failed future. Runs application code. */
  CompletableFuture<Boolean> isMet(AuthorizationContext context) {
    HubUser found = context.user().orElse(null);
    if (user && found == null) {
      return NOT_MET;
    }
    if (!roles.isEmpty() && (found == null || Collections.disjoint(roles, found.roles()))) {
      return NOT_MET;
    }
    if (policy == null) {
      return MET;
    }
    try {
      return policy.isMet(context).toCompletableFuture();
    } catch (Throwable e) { // Not every language declares what it throws.
      return CompletableFuture.failedFuture(e);
    }
  }
}
