package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubCall;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the members of a {@link AbstractHub} that neither clients nor other packages may call.
 */
public interface HubAccess {
  /**
   * Gives the hub object its caller.
   *
   * @throws IllegalStateException if the object serves, or has served, another call
   */
  void bind(AbstractHub hub, HubCall call);

  /** Returns what the hub object was given by {@link #bind}. */
  HubCall callOf(AbstractHub hub);

  /** Calls a hub method on the calling thread; as {@link CalledMethod#invoke} does. */
  default @Nullable Object invoke(
      AbstractHub hub, CalledMethod method, @Nullable Object[] arguments) throws Throwable {
    return method.invoke(hub, arguments);
  }

  /** Returns whether the hub object has an {@code onConnected} of its own. */
  default boolean hearsOfConnected(AbstractHub hub) {
    return true;
  }

  /** Returns whether the hub object has an {@code onDisconnected} of its own. */
  default boolean hearsOfDisconnected(AbstractHub hub) {
    return true;
  }

  /** Calls {@code onConnected}. */
  void onConnected(AbstractHub hub) throws Exception;

  /** Calls {@code onAuthenticationRefreshed}. */
  void onAuthenticationRefreshed(AbstractHub hub) throws Exception;

  /** Calls {@code onDisconnected}. */
  void onDisconnected(AbstractHub hub, @Nullable Throwable cause) throws Exception;
}
