package dev.nave.hub.transport;

import dev.nave.hub.HubUser;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a connection belongs to: the same user for life, but the proof of it can be renewed, with
 * other roles and claims. Any thread.
 */
public final class ConnectionUser {
  private @Nullable HubUser current;
  private Runnable whenRefreshed = () -> {};

  ConnectionUser(@Nullable HubUser user) {
    current = user;
  }

  /** Returns the user as it was last authenticated, or nothing for nobody. */
  public synchronized Optional<HubUser> current() {
    return Optional.ofNullable(current);
  }

  /** Sets what is to happen after each refresh, on the thread that brings it. Default: nothing. */
  public synchronized void whenRefreshed(Runnable action) {
    whenRefreshed = action;
  }

  /** Returns whether it is the user to whom the connection belongs. */
  public synchronized boolean isSame(@Nullable HubUser other) {
    if (current == null || other == null) {
      return current == other;
    }
    return current.id().equals(other.id());
  }

  /** Returns whether that is what the last proof said, to the letter. */
  synchronized boolean isKnownAs(HubUser other) {
    return current != null
        && current.id().equals(other.id())
        && current.roles().equals(other.roles())
        && current.claims().equals(other.claims())
        && current.expiresAt().equals(other.expiresAt());
  }

  /**
   * Takes the user as it was authenticated anew. Of two the one that is valid for longer stays: a
   * request that was overtaken by a newer one does not bring an older proof back.
   */
  void refresh(HubUser next) {
    Runnable action;
    synchronized (this) {
      if (current != null && (isKnownAs(next) || expiresEarlier(next, current))) {
        return;
      }
      current = next;
      action = whenRefreshed;
    }
    action.run();
  }

  private static boolean expiresEarlier(HubUser next, HubUser previous) {
    Instant limit = next.expiresAt().orElse(null);
    return limit != null && previous.expiresAt().filter(limit::isBefore).isPresent();
  }
}
