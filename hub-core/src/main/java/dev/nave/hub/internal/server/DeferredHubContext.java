package dev.nave.hub.internal.server;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubClients;
import dev.nave.hub.HubConnections;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubGroups;
import dev.nave.hub.HubPresence;
import dev.nave.hub.TypedHubClients;
import org.jspecify.annotations.Nullable;

/** A {@link HubContext} for those who need one before there is a server. Any thread. */
public final class DeferredHubContext<H extends AbstractHub> implements HubContext<H> {
  private final Class<H> hub;
  private volatile @Nullable HubContext<H> started;

  public DeferredHubContext(Class<H> hub) {
    this.hub = hub;
  }

  void started(HubContext<H> context) {
    started = context;
  }

  Class<H> hub() {
    return hub;
  }

  private HubContext<H> context() {
    HubContext<H> context = started;
    if (context == null) {
      throw new IllegalStateException(
          "the HubContext of " + hub.getName() + " cannot be used before the server has started");
    }
    return context;
  }

  @Override
  public HubClients clients() {
    return context().clients();
  }

  @Override
  public <C> TypedHubClients<C> clients(Class<C> clientInterface) {
    return context().clients(clientInterface);
  }

  @Override
  public HubGroups groups() {
    return context().groups();
  }

  @Override
  public HubConnections connections() {
    return context().connections();
  }

  @Override
  public HubPresence presence() {
    return context().presence();
  }
}
