package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;

/**
 * The length in front of every message: 7 bits a byte, the lowest first, the high bit says that
 * more follow. At most five bytes and 2 GiB - 1.
 *
 * <p>Source: HubProtocol.md, "MessagePack Encoding" (whose example for 5248 is misprinted: it is
 * {@code 80 29}), and the reference server's BinaryMessageParser.
 */
final class VarInt {
  /** The most bytes that a length takes. */
  static final int MAX_BYTES = 5;

  private VarInt() {}

  /** Returns the index behind the length that begins at {@code from}; INCOMPLETE if it is cut. */
  static int end(byte[] bytes, int from, int to) throws ProtocolException {
    for (int i = from; i < to; i++) {
      if (i - from == MAX_BYTES - 1 && (bytes[i] & 0xFF) > 7) {
        throw new ProtocolException(
            "FormatException", "Messages over 2GB in size are not supported.");
      }
      if (bytes[i] >= 0) {
        return i + 1;
      }
    }
    return HubProtocol.INCOMPLETE;
  }

  /**
   * Returns the length that {@code bytes[from, end)} holds, {@code end} being what end returned.
   */
  static int read(byte[] bytes, int from, int end) {
    int value = 0;
    for (int i = end - 1; i >= from; i--) {
      value = value << 7 | (bytes[i] & 0x7F);
    }
    return value;
  }

  /** Returns how many bytes {@code value} takes. */
  static int size(int value) {
    int size = 1;
    for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
      size++;
    }
    return size;
  }

  /** Puts {@code value} over the bytes from {@code at} on. */
  static void set(int value, ByteBuilder out, int at) {
    int rest = value;
    int i = at;
    for (; rest > 0x7F; rest >>>= 7) {
      out.set(i++, (rest & 0x7F) | 0x80);
    }
    out.set(i, rest);
  }
}
