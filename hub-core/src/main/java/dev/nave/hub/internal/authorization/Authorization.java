package dev.nave.hub.internal.authorization;

import dev.nave.hub.AuthorizationContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** All that must hold before something may happen. Immutable; any thread. */
public final class Authorization {
  /** Asks for nothing. */
  public static final Authorization NONE = new Authorization(List.of());

  private static final CompletableFuture<Boolean> GRANTED = CompletableFuture.completedFuture(true);
  private static final CompletableFuture<Boolean> DENIED = CompletableFuture.completedFuture(false);

  private final List<Requirement> requirements;

  Authorization(List<Requirement> requirements) {
    this.requirements = List.copyOf(requirements);
  }

  /** Returns whether everybody may, so that nothing need be asked. */
  public boolean isEmpty() {
    return requirements.isEmpty();
  }

  /** Returns what is asked for; all of it must hold. */
  public List<Requirement> requirements() {
    return requirements;
  }

  /** Returns whether a user is required. */
  public boolean needsUser() {
    return requirements.stream()
        .anyMatch(requirement -> requirement.user() || !requirement.roles().isEmpty());
  }

  /** Returns the roles that are named. */
  public Set<String> roles() {
    return requirements.stream()
        .flatMap(requirement -> requirement.roles().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Asks one requirement after the other, until one is not met. To be called on the hub executor.
   *
   * @param hubExecutor where policies run that come after one that took its time
   * @return fails if a policy failed; on any thread
   */
  public CompletableFuture<Boolean> check(AuthorizationContext context, Executor hubExecutor) {
    return checkFrom(0, context, hubExecutor);
  }

  private CompletableFuture<Boolean> checkFrom(
      int first, AuthorizationContext context, Executor hubExecutor) {
    for (int i = first; i < requirements.size(); i++) {
      CompletableFuture<Boolean> met = requirements.get(i).isMet(context);
      if (!met.isDone()) {
        int next = i + 1;
        return met.thenComposeAsync(
            yes -> Boolean.TRUE.equals(yes) ? checkFrom(next, context, hubExecutor) : DENIED,
            hubExecutor);
      }
      if (met.isCompletedExceptionally()) {
        return met;
      }
      if (!Boolean.TRUE.equals(met.join())) {
        return DENIED;
      }
    }
    return GRANTED;
  }
}
