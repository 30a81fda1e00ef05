package dev.nave.benchmarks.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * The few messages that the raw server knows, as whole WebSocket frames, cut and pasted as bytes.
 * It relies on the shapes that the load client writes: texts without escapes, arguments last.
 */
final class RawMessages {
  private static final byte TEXT_FRAME = (byte) 0x81;
  private static final int LONGEST_SHORT_FRAME = 125;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;

  /** The longest header of a frame. */
  private static final int HEADER = 10;

  private static final byte[] TARGET = ascii("\"target\":\"");
  private static final byte[] PROTOCOL = ascii("\"protocol\":");
  private static final byte[] ID = ascii("\"invocationId\":\"");
  private static final byte[] ARGUMENTS = ascii("\"arguments\":[\"");
  private static final int BEHIND_THE_TEXT = "\"]}".length();

  private static final byte[] HANDSHAKE_ANSWER = ascii("{}\u001e");
  private static final byte[] CALL_OF_M = ascii("{\"type\":1,\"target\":\"m\",\"arguments\":[\"");
  private static final byte[] END_OF_CALL = ascii("\"]}\u001e");
  private static final byte[] COMPLETION = ascii("{\"type\":3,\"invocationId\":\"");
  private static final byte[] RESULT = ascii("\",\"result\":\"");
  private static final byte[] END_OF_COMPLETION = ascii("\"}\u001e");

  private RawMessages() {}

  /** Returns the first letter of the method called, 0 if {@code message} calls none. */
  static byte initialOfTarget(byte[] message) {
    int target = find(TARGET, message);
    return target < 0 ? 0 : message[target + TARGET.length];
  }

  /** Returns whether {@code message} is the first one, and not, say, a ping. */
  static boolean isHandshake(byte[] message) {
    return find(PROTOCOL, message) >= 0;
  }

  static ByteBuf handshakeAnswer() {
    return frame(Unpooled.buffer(), HANDSHAKE_ANSWER.length).writeBytes(HANDSHAKE_ANSWER);
  }

  /** Returns the call of {@code m} that carries the text of the broadcast {@code message}. */
  static byte[] toEverybody(byte[] message) {
    int from = startOfText(message);
    int length = message.length - BEHIND_THE_TEXT - from;
    int payload = CALL_OF_M.length + length + END_OF_CALL.length;
    ByteBuf out = Unpooled.buffer(payload + HEADER);
    frame(out, payload).writeBytes(CALL_OF_M).writeBytes(message, from, length);
    out.writeBytes(END_OF_CALL);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  /** Returns the completion that gives the text of the echo {@code message} back. */
  static ByteBuf completion(byte[] message, ByteBufAllocator allocator) {
    int id = find(ID, message) + ID.length;
    int idLength = indexOfQuote(message, id) - id;
    int from = startOfText(message);
    int length = message.length - BEHIND_THE_TEXT - from;
    int payload = COMPLETION.length + idLength + RESULT.length + length + END_OF_COMPLETION.length;
    return frame(allocator.directBuffer(payload + HEADER), payload)
        .writeBytes(COMPLETION)
        .writeBytes(message, id, idLength)
        .writeBytes(RESULT)
        .writeBytes(message, from, length)
        .writeBytes(END_OF_COMPLETION);
  }

  private static ByteBuf frame(ByteBuf out, int payload) {
    out.writeByte(TEXT_FRAME);
    if (payload <= LONGEST_SHORT_FRAME) {
      return out.writeByte(payload);
    }
    return payload <= 0xffff
        ? out.writeByte(LENGTH_IN_TWO_BYTES).writeShort(payload)
        : out.writeByte(LENGTH_IN_EIGHT_BYTES).writeLong(payload);
  }

  private static int startOfText(byte[] message) {
    int arguments = find(ARGUMENTS, message);
    if (arguments < 0) {
      throw new IllegalArgumentException("no text in the call " + new String(message, US_ASCII));
    }
    return arguments + ARGUMENTS.length;
  }

  private static int indexOfQuote(byte[] bytes, int from) {
    int i = from;
    while (bytes[i] != '"') {
      i++;
    }
    return i;
  }

  private static int find(byte[] what, byte[] in) {
    for (int at = 0; at <= in.length - what.length; at++) {
      if (in[at] == what[0] && startsWith(what, in, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] what, byte[] in, int at) {
    for (int i = 1; i < what.length; i++) {
      if (in[at + i] != what[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
