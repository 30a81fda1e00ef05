package dev.nave.hub.description;

import java.util.List;
import java.util.Optional;

/**
 * What one {@code @Authorize} asks for. Without roles and policy it asks for any user.
 *
 * @param roles of which the user must have one, in the order of the alphabet; empty if none is
 *     needed
 * @param policy the name of the policy that must hold besides
 */
public record AccessRule(List<String> roles, Optional<String> policy) {
  /** Copies the list. */
  public AccessRule {
    roles = List.copyOf(roles);
  }

  /** Returns whether an anonymous client never fulfills it. A policy alone may let one in. */
  public boolean needsUser() {
    return !roles.isEmpty() || policy.isEmpty();
  }
}
