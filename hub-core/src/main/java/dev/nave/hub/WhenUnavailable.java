package dev.nave.hub;

/** What happens to a send to all, a group or a user while the backplane is down. */
public enum WhenUnavailable {
  /** It fails at once and nobody gets it, so that a repetition cannot be a second copy. */
  FAIL,
  /**
   * The connections of this server get it, then it fails and says {@link
   * dev.nave.backplane.BackplaneUnavailableException#deliveredLocally()}. One whose outcome is
   * unknown is not delivered so: it may still come back from the backplane.
   */
  LOCAL_ONLY
}
