package dev.nave.hub.internal.methods.closed;

import dev.nave.hub.Hub;

/** Makes hubs whose class is private to this package. */
public final class HiddenHubs {
  private HiddenHubs() {}

  /** Returns a new hub. */
  public static Hub create() {
    return new HiddenHub();
  }
}
