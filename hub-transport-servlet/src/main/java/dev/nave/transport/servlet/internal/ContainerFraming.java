package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.Framing;

/** How messages are wrapped: not at all, for the container makes the frames. */
enum ContainerFraming implements Framing {
  TEXT,
  BINARY;

  @Override
  public byte[] frame(byte[] message) {
    return message;
  }
}
