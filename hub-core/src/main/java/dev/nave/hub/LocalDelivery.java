package dev.nave.hub;

/**
 * How a send to all, a group or a user reaches the connections of the sending server. Where all
 * servers are in one process it makes no difference.
 */
public enum LocalDelivery {
  /** Through the backplane, as everybody else: each topic has one order on all servers. */
  VIA_BACKPLANE,
  /**
   * At once, without the way through the backplane. The order of publications of several servers
   * then differs from server to server. If the backplane refuses the send, it fails and says {@link
   * dev.nave.backplane.BackplaneUnavailableException#deliveredLocally()}; if its outcome is
   * unknown, the connections of this server have it all the same.
   */
  IMMEDIATE
}
