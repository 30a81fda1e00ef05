package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A call of a hub method as a masked WebSocket frame, made once and then sent again and again with
 * other numbers in it. Its one argument is a text of {@value #TEXT_LENGTH} letters that begins with
 * the number in hexadecimal digits. Immutable; any thread.
 */
public final class CallFrame {
  /** The length of the text. */
  public static final int TEXT_LENGTH = 64;

  private static final int DIGITS = 16;
  private static final String NUMBER = "0".repeat(DIGITS);
  private static final int JSON_LENGTH = 1_024;

  /** Its quotes are single ones, which JSON need not escape inside of a text. */
  private static final String ROWS = rows();

  private static final String TEXT = NUMBER + "x".repeat(TEXT_LENGTH - DIGITS);
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private static final int TEXT_FRAME = 0x81;
  private static final int MASKED = 0x80;
  private static final int LONGEST_SHORT_FRAME = 125;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final byte[] MASK = {0x5a, 0x3c, 0x71, 0x2e};

  private final byte[] frame;
  private final int[] numbers;
  private final int payloadStart;

  /**
   * Returns a call without an answer of a method that no hub has: its name ends with the number.
   */
  public static CallFrame unknownMethod() {
    return new CallFrame("{\"type\":1,\"target\":\"No" + NUMBER + "\",\"arguments\":[]}\u001e");
  }

  private CallFrame(String message) {
    ByteBuf header = header(message.length());
    payloadStart = header.readableBytes();
    frame = ByteBufUtil.getBytes(header.writeBytes(message.getBytes(US_ASCII)));
    for (int i = payloadStart; i < frame.length; i++) {
      frame[i] ^= mask(i);
    }
    numbers =
        IntStream.of(message.indexOf(NUMBER), message.lastIndexOf(NUMBER)).distinct().toArray();
  }

  /** Returns the choice of the hub protocol, the first message of every connection. */
  public static ByteBuf handshake() {
    return of("{\"protocol\":\"json\",\"version\":1}\u001e");
  }

  /** Returns the sign of life that a server expects of its clients every 30 seconds. */
  public static ByteBuf ping() {
    return of("{\"type\":6}\u001e");
  }

  /** Returns a frame with a message of ASCII characters, at most 65,535. */
  public static ByteBuf of(String message) {
    return Unpooled.wrappedBuffer(new CallFrame(message).frame);
  }

  /** Returns a call of {@code Broadcast} without an id, which is not answered. */
  public static CallFrame broadcast() {
    return new CallFrame(
        "{\"type\":1,\"target\":\"Broadcast\",\"arguments\":[\"" + TEXT + "\"]}\u001e");
  }

  /** The same with a text of 1 kB: rows of a table in JSON, and behind them the number. */
  static CallFrame broadcastOfJson() {
    return new CallFrame(
        "{\"type\":1,\"target\":\"Broadcast\",\"arguments\":[\"" + ROWS + TEXT + "\"]}\u001e");
  }

  private static String rows() {
    StringBuilder rows = new StringBuilder();
    Random random = new Random(1); // The same for every run.
    while (rows.length() < JSON_LENGTH - TEXT_LENGTH) {
      rows.append("{'id':").append(random.nextInt(1_000_000));
      rows.append(",'symbol':'").append(Integer.toString(random.nextInt(46_656), 36));
      rows.append("','price':").append(random.nextInt(100_000) / 100.0);
      rows.append(",'volume':").append(random.nextInt(10_000));
      rows.append(",'side':'").append(random.nextBoolean() ? "buy" : "sell").append("'},");
    }
    rows.setLength(JSON_LENGTH - TEXT_LENGTH);
    return rows.toString();
  }

  /** Returns a call of {@code Echo}, whose invocation id is the number, too. */
  public static CallFrame echo() {
    return answered("Echo");
  }

  /** Returns a call of {@code Visit}, otherwise like {@link #echo}. */
  static CallFrame visit() {
    return answered("Visit");
  }

  private static CallFrame answered(String method) {
    return new CallFrame(
        "{\"type\":1,\"invocationId\":\""
            + NUMBER
            + "\",\"target\":\""
            + method
            + "\",\"arguments\":[\""
            + TEXT
            + "\"]}\u001e");
  }

  private static ByteBuf header(int length) {
    ByteBuf header = Unpooled.buffer().writeByte(TEXT_FRAME);
    if (length <= LONGEST_SHORT_FRAME) {
      header.writeByte(MASKED | length);
    } else {
      header.writeByte(MASKED | LENGTH_IN_TWO_BYTES).writeShort(length);
    }
    return header.writeBytes(MASK);
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
    return MASK[(indexInFrame - payloadStart) & 3];
  }
}
