package dev.nave.hub.internal.filters;

import dev.nave.hub.Hub;
import dev.nave.hub.HubCall;
import org.jspecify.annotations.Nullable;

/** Reaches the members of a {@link Hub} that neither clients nor other packages may call. */
public interface HubAccess {
  /**
   * Gives the hub object its caller.
   *
   * @throws IllegalStateException if the object serves, or has served, another call
   */
  void bind(Hub hub, HubCall call);

  /** Returns what the hub object was given by {@link #bind}. */
  HubCall callOf(Hub hub);

  /** Calls a hub method on the calling thread; as {@link CalledMethod#invoke} does. */
  default @Nullable Object invoke(Hub hub, CalledMethod method, @Nullable Object[] arguments)
      throws Throwable {
    return method.invoke(hub, arguments);
  }

  /** Returns whether the hub object has an {@code onConnected} of its own. */
  default boolean hearsOfConnected(Hub hub) {
    return true;
  }

  /** Returns whether the hub object has an {@code onDisconnected} of its own. */
  default boolean hearsOfDisconnected(Hub hub) {
    return true;
  }

  /** Calls {@code onConnected}. */
  void onConnected(Hub hub) throws Exception;

  /** Calls {@code onAuthenticationRefreshed}. */
  void onAuthenticationRefreshed(Hub hub) throws Exception;

  /** Calls {@code onDisconnected}. */
  void onDisconnected(Hub hub, @Nullable Throwable cause) throws Exception;
}
