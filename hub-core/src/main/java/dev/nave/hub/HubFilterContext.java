package dev.nave.hub;

/** What a {@link HubFilter} sees of the call that it surrounds. Any thread, until the call ends. */
public interface HubFilterContext {
  /** Returns the name of the hub. */
  String hubName();

  /** Returns the hub object that serves this call. */
  AbstractHub hub();

  /** Returns the connection that the call belongs to. */
  HubCallerContext context();

  /** Returns the clients, seen from the caller. */
  HubCallerClients clients();

  /** Returns the groups, seen from the caller. */
  HubCallerGroups groups();
}
