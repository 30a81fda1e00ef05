package dev.nave.hub.internal.filters;

import dev.nave.hub.Hub;
import dev.nave.hub.HubCall;
import org.jspecify.annotations.Nullable;

/** Reaches the members of a {@link Hub} that neither clients nor other packages may call. */
public interface HubAccess {
  /** Gives the hub object its caller. */
  void bind(Hub hub, HubCall call);

  /** Returns what the hub object was given by {@link #bind}. */
  HubCall callOf(Hub hub);

  /** Calls {@code onConnected}. */
  void onConnected(Hub hub) throws Exception;

  /** Calls {@code onAuthenticationRefreshed}. */
  void onAuthenticationRefreshed(Hub hub) throws Exception;

  /** Calls {@code onDisconnected}. */
  void onDisconnected(Hub hub, @Nullable Throwable cause) throws Exception;
}
