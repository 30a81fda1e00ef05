package dev.nave.hub.internal.accept;

import dev.nave.hub.HubUser;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user of a connection. The user stays the same, but its credentials can be renewed, with other
 * roles and claims. Any thread.
 */
public final class ConnectionUser {
  private @Nullable HubUser current;
  private RefreshListener listener = hubIsTold -> {};

  /** Is called for each renewal that was accepted. */
  @FunctionalInterface
  public interface RefreshListener {
    /**
     * The credentials were renewed. Runs on the thread of the request.
     *
     * @param hubIsTold whether the hub is to know: the client asked for it, or the user has other
     *     roles or claims
     */
    void refreshed(boolean hubIsTold);
  }

  ConnectionUser(@Nullable HubUser user) {
    current = user;
  }

  /** Returns the user as it was last authenticated; empty for an anonymous client. */
  public synchronized Optional<HubUser> current() {
    return Optional.ofNullable(current);
  }

  /** Sets the listener for refreshes. Default: none. */
  public synchronized void whenRefreshed(RefreshListener value) {
    listener = value;
  }

  /** Returns whether it is the user to whom the connection belongs. */
  public synchronized boolean isSame(@Nullable HubUser other) {
    if (current == null || other == null) {
      return current == other;
    }
    return current.id().equals(other.id());
  }

  /** Returns whether the current credentials say exactly the same. */
  public synchronized boolean isKnownAs(HubUser other) {
    return current != null
        && isDescribedAs(other)
        && current.claims().equals(other.claims())
        && current.expiresAt().equals(other.expiresAt());
  }

  private synchronized boolean isDescribedAs(HubUser other) {
    return current != null
        && current.id().equals(other.id())
        && current.roles().equals(other.roles())
        && claimTheSame(current.claims(), other.claims());
  }

  /** Two values without {@code equals} of their own, made anew with each request, say nothing. */
  private static boolean claimTheSame(Map<String, Object> some, Map<String, Object> others) {
    return some.keySet().equals(others.keySet())
        && some.entrySet().stream()
            .allMatch(
                claim -> {
                  Object other = others.get(claim.getKey());
                  return claim.getValue().equals(other)
                      || (hasNoEquals(claim.getValue())
                          && other != null
                          && other.getClass() == claim.getValue().getClass());
                });
  }

  private static boolean hasNoEquals(Object value) {
    try {
      return value.getClass().getMethod("equals", Object.class).getDeclaringClass() == Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // Every class has it.
    }
  }

  /**
   * Renews the user's credentials. Of two the one that is valid for longer stays: a request that
   * arrives after a newer one does not restore older credentials.
   */
  public void refresh(HubUser next) {
    renew(next, true);
  }

  /**
   * Takes the user of a request that belongs to the connection, in the same way. Where sessions
   * slide, each one lasts for longer, which is nothing that the hub needs to know.
   */
  public void refreshAlong(HubUser next) {
    renew(next, false);
  }

  private void renew(HubUser next, boolean asked) {
    RefreshListener told;
    boolean hubIsTold;
    synchronized (this) {
      if (current != null && (isKnownAs(next) || expiresEarlier(next, current))) {
        return;
      }
      hubIsTold = asked || !isDescribedAs(next);
      current = next;
      told = listener;
    }
    told.refreshed(hubIsTold);
  }

  private static boolean expiresEarlier(HubUser next, HubUser previous) {
    Instant limit = next.expiresAt().orElse(null);
    return limit != null && previous.expiresAt().filter(limit::isBefore).isPresent();
  }
}
