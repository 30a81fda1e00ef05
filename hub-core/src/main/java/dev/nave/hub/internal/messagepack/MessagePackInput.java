package dev.nave.hub.internal.messagepack;

import dev.nave.hub.internal.codec.MismatchException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads MessagePack values from a piece of an array, of any width that fits. Not thread-safe.
 *
 * <p>A length is believed only where so many bytes (or values, of which each takes a byte) are
 * left: nothing is allocated for what is not there. Every method that finds something else than it
 * is to read throws, and has then read nothing or everything: do not go on.
 */
public final class MessagePackInput {
  private static final BigInteger TWO_TO_THE_64 = BigInteger.ONE.shiftLeft(64);

  private final byte[] bytes;
  private final int to;
  private int at;

  /** Creates an input of {@code bytes[from, to)}. */
  public MessagePackInput(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.to = to;
    at = from;
  }

  /** Returns the index of the next byte. */
  public int position() {
    return at;
  }

  /** Returns the first byte of the next value (0 to 255). */
  public int peek() throws MismatchException {
    if (at >= to) {
      throw cutShort();
    }
    return bytes[at] & 0xFF;
  }

  /** Returns what the next value is. */
  public Code.Family family() throws MismatchException {
    return Code.family(peek());
  }

  /** Reads nil, if that comes next. */
  public boolean tryNil() throws MismatchException {
    if (peek() != Code.NIL) {
      return false;
    }
    at++;
    return true;
  }

  /** Reads a boolean. */
  public boolean readBoolean() throws MismatchException {
    int code = expect(Code.Family.BOOLEAN);
    at++;
    return code == Code.TRUE;
  }

  /** Reads an integer that fits 32 bits. */
  public int readInt() throws MismatchException {
    long value = readLong();
    if (value != (int) value) {
      throw new MismatchException(value + " does not fit an int");
    }
    return (int) value;
  }

  /** Reads an integer that fits 64 bits. */
  public long readLong() throws MismatchException {
    int code = expect(Code.Family.INTEGER);
    long value = readInteger();
    if (code == Code.UINT64 && value < 0) {
      throw new MismatchException("an unsigned 64-bit integer does not fit a long");
    }
    return value;
  }

  /** Reads an integer as the smallest of Integer, Long and BigInteger that holds it. */
  public Number readNumber() throws MismatchException {
    int code = expect(Code.Family.INTEGER);
    long value = readInteger();
    if (code == Code.UINT64 && value < 0) {
      return BigInteger.valueOf(value).add(TWO_TO_THE_64);
    } else if (value == (int) value) {
      return (int) value;
    }
    return value;
  }

  /** Reads any number. */
  public double readDouble() throws MismatchException {
    return switch (family()) {
      case FLOAT32 -> readFloat32();
      case FLOAT64 -> {
        at++;
        yield Double.longBitsToDouble(take(8));
      }
      default -> readNumber().doubleValue();
    };
  }

  /** Reads a floating-point number of 32 bits. */
  public float readFloat32() throws MismatchException {
    expect(Code.Family.FLOAT32);
    at++;
    return Float.intBitsToFloat((int) take(4));
  }

  /** Reads a string or nil. What is not UTF-8 in it becomes U+FFFD, as in the reference server. */
  public @Nullable String readString() throws MismatchException {
    if (tryNil()) {
      return null;
    }
    int length = readLength(Code.Family.STRING, Code.FIXSTR, 31, Code.STR8);
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  /** Reads bytes, into a fresh array. */
  public byte[] readBinary() throws MismatchException {
    return copy(readLength(Code.Family.BINARY, Code.NIL, -1, Code.BIN8));
  }

  /** Reads the number of values in an array, which follow. */
  public int readArrayHeader() throws MismatchException {
    return readLength(Code.Family.ARRAY, Code.FIXARRAY, 15, Code.ARRAY16 - 1);
  }

  /** Reads the number of pairs in a map, which follow. */
  public int readMapHeader() throws MismatchException {
    int pairs = readLength(Code.Family.MAP, Code.FIXMAP, 15, Code.MAP16 - 1);
    if (pairs > (to - at) / 2) {
      throw cutShort();
    }
    return pairs;
  }

  /** Reads a timestamp; no other extension is known. */
  public Instant readTimestamp() throws MismatchException {
    int length = readExtensionLength();
    int type = bytes[at++];
    if (type != Timestamp.EXTENSION_TYPE) {
      throw new MismatchException("extension type " + type + " is not known");
    }
    return Timestamp.read(copy(length));
  }

  /**
   * Reads over one value, however deep it is, without a stack.
   *
   * @param structure as how many values an array or map counts
   * @return how many values were in it, itself included
   */
  public int skip(int structure) throws MismatchException {
    int seen = 0;
    for (long values = 1; values > 0; values--) {
      if (values > to - at) {
        throw cutShort();
      }
      switch (family()) {
        case NIL, BOOLEAN -> at++;
        case INTEGER -> readInteger();
        case FLOAT32 -> skipBytes(1 + 4);
        case FLOAT64 -> skipBytes(1 + 8);
        case STRING -> skipBytes(readLength(Code.Family.STRING, Code.FIXSTR, 31, Code.STR8));
        case BINARY -> skipBytes(readLength(Code.Family.BINARY, Code.NIL, -1, Code.BIN8));
        case ARRAY -> {
          values += readArrayHeader();
          seen += structure - 1;
        }
        case MAP -> {
          values += 2L * readMapHeader();
          seen += structure - 1;
        }
        case EXTENSION -> skipBytes(readExtensionLength() + 1);
        case NOTHING -> throw new MismatchException("0xC1 is no value");
      }
      seen++;
    }
    return seen;
  }

  /** Reads over one value, however deep it is, without a stack. */
  public void skip() throws MismatchException {
    int unusedCount = skip(1);
  }

  private int expect(Code.Family family) throws MismatchException {
    int code = peek();
    if (Code.family(code) != family) {
      throw new MismatchException("got " + Code.name(code) + " instead of " + family);
    }
    return code;
  }

  private long readInteger() throws MismatchException {
    int code = bytes[at++];
    return switch (code & 0xFF) {
      case Code.UINT8 -> take(1);
      case Code.UINT16 -> take(2);
      case Code.UINT32 -> take(4);
      case Code.UINT64, Code.INT64 -> take(8);
      case Code.INT8 -> (byte) take(1);
      case Code.INT16 -> (short) take(2);
      case Code.INT32 -> (int) take(4);
      default -> code;
    };
  }

  /**
   * Reads the length of something, which may be in the code itself ({@code fix} and up), or in 1, 2
   * or 4 bytes behind it ({@code code8}, and the two codes after that).
   */
  private int readLength(Code.Family family, int fix, int maxFix, int code8)
      throws MismatchException {
    int code = expect(family);
    at++;
    long length;
    if (code >= fix && code <= fix + maxFix) {
      length = (long) code - fix;
    } else {
      length = take(1 << (code - code8));
    }
    if (length > to - at) {
      throw cutShort();
    }
    return (int) length;
  }

  /** Reads the length of an extension, and makes sure that its type and data are there. */
  private int readExtensionLength() throws MismatchException {
    int code = expect(Code.Family.EXTENSION);
    at++;
    long length;
    if (code >= Code.FIXEXT1) {
      length = 1L << (code - Code.FIXEXT1);
    } else {
      length = take(1 << (code - Code.EXT8));
    }
    if (length >= to - at) {
      throw cutShort();
    }
    return (int) length;
  }

  /** Reads an unsigned number of 1, 2 or 4 bytes, or any 8 bytes. */
  private long take(int count) throws MismatchException {
    if (count > to - at) {
      throw cutShort();
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  private byte[] copy(int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at, copy, 0, length);
    at += length;
    return copy;
  }

  private void skipBytes(int count) throws MismatchException {
    if (count > to - at) {
      throw cutShort();
    }
    at += count;
  }

  private static MismatchException cutShort() {
    return new MismatchException("the message ends before this value does");
  }
}
