package dev.nave.hub.internal.connection;

import dev.nave.hub.transport.TransportConnection;
import java.util.EnumSet;
import java.util.Set;

/** Whether a link is read: it is unless there is a reason to pause. Loop only. */
final class ReadGate {
  /** Why not to read. */
  enum Reason {
    /** The hub has not accepted the connection yet. */
    STARTING,
    /** Too many invocations wait. */
    BACKLOG
  }

  private final TransportConnection link;
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

  ReadGate(TransportConnection link) {
    this.link = link;
  }

  void pause(Reason reason) {
    if (reasons.isEmpty()) {
      link.pauseReading();
    }
    reasons.add(reason);
  }

  /** Returns whether the link is read from again. */
  boolean resume(Reason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      link.resumeReading();
      return true;
    }
    return false;
  }

  /** Reads on, whatever was against it. */
  void resumeAll() {
    if (isPaused()) {
      reasons.clear();
      link.resumeReading();
    }
  }

  boolean isPaused() {
    return !reasons.isEmpty();
  }
}
