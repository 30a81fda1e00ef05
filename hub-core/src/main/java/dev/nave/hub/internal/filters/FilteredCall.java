package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubCall;
import dev.nave.hub.HubCallerClients;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubCallerGroups;
import dev.nave.hub.HubFilterContext;

/** A call of a hub object, as filters see it. Any thread. */
class FilteredCall implements HubFilterContext {
  private final String hubName;
  private final AbstractHub hub;
  private final HubCall call;

  /**
   * Shows a call.
   *
   * @param call what the hub object was given for it
   */
  FilteredCall(String hubName, AbstractHub hub, HubCall call) {
    this.hubName = hubName;
    this.hub = hub;
    this.call = call;
  }

  FilteredCall(FilteredCall same) {
    this(same.hubName, same.hub, same.call);
  }

  @Override
  public String hubName() {
    return hubName;
  }

  @Override
  public AbstractHub hub() {
    return hub;
  }

  @Override
  public HubCallerContext context() {
    return call.context();
  }

  @Override
  public HubCallerClients clients() {
    return call.clients();
  }

  @Override
  public HubCallerGroups groups() {
    return call.groups();
  }
}
