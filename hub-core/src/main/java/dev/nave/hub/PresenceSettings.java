package dev.nave.hub;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What of a hub is listed by {@link HubPresence}. Its connections and users are, as soon as {@link
 * HubSettings#presence} is called; groups are chosen here. Not thread-safe.
 */
public final class PresenceSettings {
  private Predicate<String> groups = group -> false;
  private @Nullable PresenceListener listener;

  PresenceSettings() {}

  /** Lists the members of all groups. Default: of none. */
  public PresenceSettings allGroups() {
    return groups(group -> true);
  }

  /**
   * Lists the members of the groups whose names fit, for example by {@link
   * java.util.regex.Pattern#asMatchPredicate}. All servers of a farm need the same. It is asked on
   * event loops: it must be quick. A group for which it throws is not listed, and a line in the log
   * says so. Default: none.
   */
  public PresenceSettings groups(Predicate<String> value) {
    groups = Objects.requireNonNull(value, "groups");
    return this;
  }

  /** Sets the listener for those who come and go. All servers of a farm need one. Default: none. */
  public PresenceSettings listener(PresenceListener value) {
    listener = Objects.requireNonNull(value, "listener");
    return this;
  }

  Predicate<String> groups() {
    return groups;
  }

  @Nullable PresenceListener listener() {
    return listener;
  }
}
