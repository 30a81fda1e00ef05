package dev.nave.hub.internal.methods.closed;

import dev.nave.hub.Hub;

/** A hub that is private to its package, as an application may have it. */
final class HiddenHub extends Hub {
  public int answer() {
    return 42;
  }
}
