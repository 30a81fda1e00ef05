package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.Framing;

/**
 * Messages for clients that agreed to compression: those that are long enough, and get smaller by
 * it, are compressed. There is one object for each kind of frame and transport, so that what many
 * clients get is compressed once. Any thread.
 */
final class DeflatingFraming implements Framing {
  private final int opcode;
  private final int threshold;
  private final Deflaters deflaters;

  DeflatingFraming(int opcode, int threshold, Deflaters deflaters) {
    this.opcode = opcode;
    this.threshold = threshold;
    this.deflaters = deflaters;
  }

  @Override
  public byte[] frame(byte[] message) {
    byte[] deflated = message.length < threshold ? null : deflaters.deflate(message);
    return deflated == null
        ? WebSocketFraming.frame(opcode, message)
        : WebSocketFraming.frame(Opcode.COMPRESSED | opcode, deflated);
  }
}
