package dev.nave.hub.internal.loop;

/** A connection, as its loop knows it. All methods are called on the loop. */
public interface LoopMember {
  /** Sends out what was written in this turn. */
  void flushTurn();

  /** Looks at the timers. */
  void tick(long now);

  /** Ends the connection: the server itself failed in its work for it. */
  void broken(Throwable failure);
}
