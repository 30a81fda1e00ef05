package dev.nave.hub.internal.methods.closed;

import dev.nave.hub.Hub;

/** A hub in a package that its module neither exports nor opens. */
public final class ClosedHub extends Hub {
  /** Returns a number. */
  public int answer() {
    return 42;
  }
}
