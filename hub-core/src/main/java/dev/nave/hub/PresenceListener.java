package dev.nave.hub;

/**
 * Hears who comes and goes in the whole farm. Each event is raised once, on one server, in most
 * cases on that of the connection. If that server dies before the listener has returned, another
 * one raises the event again, with the same id.
 */
@FunctionalInterface
public interface PresenceListener {
  /**
   * Takes an event. May block: no hub call waits for it. The events of a group, and those of a
   * user, come one after another, in the order in which they happened; those of others meanwhile.
   *
   * @param hub sends to the clients
   * @throws Exception logged; the event counts as raised
   */
  void changed(PresenceEvent event, HubContext<?> hub) throws Exception;
}
