package dev.nave.hub;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a client is. Immutable. {@link #toString} shows the id only. */
public final class HubUser {
  private final String id;
  private final Set<String> roles;
  private final Map<String, Object> claims;
  private final @Nullable Instant expiresAt;

  private HubUser(
      String id, Set<String> roles, Map<String, Object> claims, @Nullable Instant expiresAt) {
    this.id = id;
    this.roles = Set.copyOf(roles);
    this.claims = Map.copyOf(claims);
    this.expiresAt = expiresAt;
  }

  /** Returns a user with this id, without roles and claims, for as long as the connection lasts. */
  public static HubUser of(String id) {
    return new HubUser(id, Set.of(), Map.of(), null);
  }

  /** Returns this user with these roles. */
  public HubUser withRoles(Set<String> value) {
    return new HubUser(id, value, claims, expiresAt);
  }

  /** Returns this user with these claims. */
  public HubUser withClaims(Map<String, Object> value) {
    return new HubUser(id, roles, value, expiresAt);
  }

  /** Returns this user with a time at which its credentials expire. */
  public HubUser withExpiresAt(Instant value) {
    return new HubUser(id, roles, claims, value);
  }

  /** Returns the id. */
  public String id() {
    return id;
  }

  /** Returns the roles. */
  public Set<String> roles() {
    return roles;
  }

  /** Returns the other claims about the user, by name. */
  public Map<String, Object> claims() {
    return claims;
  }

  /** Returns when the credentials expire. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  @Override
  public String toString() {
    return "HubUser[" + id + "]";
  }
}
