package dev.nave.hub.internal.loop;

/** Who on one loop gets a message. Two messages for an equal audience in a row travel as one. */
public interface Audience {
  /** Writes a run of messages to every member. Loop only. */
  void write(OutboundBatch batch);
}
