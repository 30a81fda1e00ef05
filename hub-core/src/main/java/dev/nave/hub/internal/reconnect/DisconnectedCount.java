package dev.nave.hub.internal.reconnect;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections of a hub have no socket and wait for another one. Any thread. */
public final class DisconnectedCount {
  private final AtomicInteger count = new AtomicInteger();

  /** Counts a connection, unless {@code max} are counted already; returns whether it did. */
  boolean add(int max) {
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  /** A connection has a socket again, or is over. */
  void remove() {
    count.decrementAndGet();
  }

  /** Returns the number. */
  public int get() {
    return count.get();
  }
}
