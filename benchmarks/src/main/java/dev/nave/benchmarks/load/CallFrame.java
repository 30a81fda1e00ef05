package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * A call of a hub method as a masked WebSocket frame, made once and then sent again and again with
 * other numbers in it. Its last argument is a text that ends with {@value #TEXT_LENGTH} letters,
 * which begin with the number in hexadecimal digits. Immutable; any thread.
 */
public final class CallFrame {
  /** The length of the text, or of the end of a longer one. */
  public static final int TEXT_LENGTH = 64;

  private static final int DIGITS = Template.NUMBER.length();

  /** The text. */
  static final String TEXT = Template.NUMBER + "x".repeat(TEXT_LENGTH - DIGITS);

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final Dialect JSON = Wire.JSON.dialect();

  private static final int TEXT_FRAME = 0x81;
  private static final int BINARY_FRAME = 0x82;
  private static final int MASKED = 0x80;
  private static final int LONGEST_SHORT_FRAME = 125;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;
  private static final byte[] MASK = {0x5a, 0x3c, 0x71, 0x2e};
  private static final byte[] NO_MASK = {0, 0, 0, 0};

  private final byte[] frame;
  private final int[] numbers;
  private final int payloadStart;
  private final byte[] mask;

  private CallFrame(Template message, ByteBuf header, byte[] mask) {
    this.mask = mask;
    payloadStart = header.readableBytes();
    frame = ByteBufUtil.getBytes(header.writeBytes(message.bytes()));
    for (int i = payloadStart; i < frame.length; i++) {
      frame[i] ^= mask(i);
    }
    numbers = message.numbers();
  }

  /** Returns the frame of a WebSocket. */
  static CallFrame masked(Template message) {
    return new CallFrame(message, header(message), MASK);
  }

  /** Returns the message as it is, for the body of a request. */
  static CallFrame plain(Template message) {
    return new CallFrame(message, Unpooled.buffer(), NO_MASK);
  }

  /**
   * Returns a call without an answer of a method that no hub has: its name ends with the number.
   */
  public static CallFrame unknownMethod() {
    return masked(JSON.call(HubCall.send("No" + Template.NUMBER)));
  }

  /** Returns the choice of the hub protocol, the first message of every connection. */
  public static ByteBuf handshake() {
    return of("{\"protocol\":\"json\",\"version\":1}\u001e");
  }

  /** Returns the sign of life that a server expects of its clients every 30 seconds. */
  public static ByteBuf ping() {
    return of("{\"type\":6}\u001e");
  }

  /** Returns a frame with a message of ASCII characters. */
  public static ByteBuf of(String message) {
    return masked(Template.text(message)).toBytes();
  }

  /** Returns a call of {@code Broadcast} without an id, which is not answered. */
  public static CallFrame broadcast() {
    return masked(JSON.call(HubCall.send("Broadcast", TEXT)));
  }

  /** Returns a call of {@code Echo}, whose invocation id is the number, too. */
  public static CallFrame echo() {
    return masked(JSON.call(HubCall.invoke("Echo", TEXT)));
  }

  private static ByteBuf header(Template message) {
    int length = message.bytes().length;
    ByteBuf header = Unpooled.buffer().writeByte(message.isBinary() ? BINARY_FRAME : TEXT_FRAME);
    if (length <= LONGEST_SHORT_FRAME) {
      header.writeByte(MASKED | length);
    } else if (length <= 0xffff) {
      header.writeByte(MASKED | LENGTH_IN_TWO_BYTES).writeShort(length);
    } else {
      header.writeByte(MASKED | LENGTH_IN_EIGHT_BYTES).writeLong(length);
    }
    return header.writeBytes(MASK);
  }

  /** Returns the frame's own length in bytes. */
  int length() {
    return frame.length;
  }

  /** Returns the frame with the number 0; the bytes must not be modified. */
  ByteBuf toBytes() {
    return Unpooled.wrappedBuffer(frame);
  }

  /** Appends the frame to {@code out}, with {@code number} in it. */
  public void writeTo(ByteBuf out, long number) {
    int start = out.writerIndex();
    out.writeBytes(frame);
    for (int position : numbers) {
      int at = payloadStart + position;
      for (int digit = 0; digit < DIGITS; digit++) {
        int shift = 4 * (DIGITS - 1 - digit);
        out.setByte(start + at + digit, HEX[(int) (number >>> shift) & 0xf] ^ mask(at + digit));
      }
    }
  }

  /** Reads the number at the beginning of a text that starts at {@code index}. */
  public static long numberAt(ByteBuf in, int index) {
    long number = 0;
    for (int i = index; i < index + DIGITS; i++) {
      number = number << 4 | Character.digit(in.getByte(i), 16);
    }
    return number;
  }

  private byte mask(int indexInFrame) {
    return mask[(indexInFrame - payloadStart) & 3];
  }
}
