package dev.nave.hub.internal.authorization;

import dev.nave.hub.AuthorizationPolicy;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The policies of one server, by name. Immutable. */
public final class Policies {
  /** A server without any. */
  public static final Policies NONE = new Policies(Map.of());

  /** Where only names of policies matter: finds one for each name, which refuses everyone. */
  public static final Policies UNRESOLVED = new Policies();

  private static final AuthorizationPolicy REFUSE =
      context -> CompletableFuture.completedFuture(false);

  private final @Nullable Map<String, AuthorizationPolicy> byName;

  private Policies() {
    byName = null;
  }

  /** Takes these policies. */
  public Policies(Map<String, AuthorizationPolicy> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Returns the policy of that name.
   *
   * @param where what refers to it
   * @throws IllegalArgumentException if there is none
   */
  AuthorizationPolicy find(String name, String where) {
    if (byName == null) {
      return REFUSE;
    }
    AuthorizationPolicy policy = byName.get(name);
    if (policy == null) {
      throw new IllegalArgumentException(
          where
              + " names the policy \""
              + name
              + "\", which HubServerBuilder.policy does not know; it knows "
              + new TreeSet<>(byName.keySet()));
    }
    return policy;
  }
}
