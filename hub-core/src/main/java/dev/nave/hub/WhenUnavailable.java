package dev.nave.hub;

/** What happens to a send to all, a group or a user while the backplane is down. */
public enum WhenUnavailable {
  /** It fails at once and no client gets it, so a retry cannot deliver it twice. */
  FAIL,
  /**
   * The connections of this server get it, then it fails and says {@link
   * dev.nave.backplane.BackplaneUnavailableException#deliveredLocally()}. One whose outcome is
   * unknown is not delivered so: it may still come back from the backplane.
   */
  LOCAL_ONLY
}
