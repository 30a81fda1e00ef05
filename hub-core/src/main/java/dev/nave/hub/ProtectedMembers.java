package dev.nave.hub;

import dev.nave.hub.internal.filters.HubAccess;
import org.jspecify.annotations.Nullable;

/** Reaches what only the server may call on hub objects, for packages that cannot. */
final class ProtectedMembers implements HubAccess {
  static final HubAccess ACCESS = new ProtectedMembers();

  private ProtectedMembers() {}

  @Override
  public void bind(Hub hub, HubCall call) {
    hub.bind(call);
  }

  @Override
  public HubCall callOf(Hub hub) {
    return hub.call();
  }

  @Override
  public void onConnected(Hub hub) throws Exception {
    hub.onConnected();
  }

  @Override
  public void onAuthenticationRefreshed(Hub hub) throws Exception {
    hub.onAuthenticationRefreshed();
  }

  @Override
  public void onDisconnected(Hub hub, @Nullable Throwable cause) throws Exception {
    hub.onDisconnected(cause);
  }
}
