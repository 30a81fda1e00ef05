package dev.nave.transport.websocket.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.Framing;

/**
 * Makes one whole, unmasked frame of each message, because clients take a WebSocket message to end
 * where a hub message ends. Source: RFC 6455, section 5.2.
 */
enum WebSocketFraming implements Framing {
  /** Text frames. */
  TEXT(Opcode.TEXT),
  /** Binary frames. */
  BINARY(Opcode.BINARY);

  private final int opcode;

  WebSocketFraming(int opcode) {
    this.opcode = opcode;
  }

  static WebSocketFraming of(TransferFormat format) {
    return format == TransferFormat.TEXT ? TEXT : BINARY;
  }

  @Override
  public byte[] frame(byte[] message) {
    return frame(opcode, message);
  }

  /** Returns a server's frame of any kind, header and payload in one array. */
  static byte[] frame(int opcode, byte[] payload) {
    int size = payload.length;
    int head = size < 126 ? 2 : size < 1 << 16 ? 4 : 10;
    byte[] frame = new byte[head + size];
    frame[0] = (byte) (0x80 | opcode);
    if (head == 2) {
      frame[1] = (byte) size;
    } else {
      frame[1] = (byte) (head == 4 ? 126 : 127);
      for (int at = head - 1, rest = size; at > 1; at--, rest >>>= Byte.SIZE) {
        frame[at] = (byte) rest;
      }
    }
    System.arraycopy(payload, 0, frame, head, size);
    return frame;
  }
}
