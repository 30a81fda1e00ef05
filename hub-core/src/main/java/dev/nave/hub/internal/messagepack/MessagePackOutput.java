package dev.nave.hub.internal.messagepack;

import dev.nave.hub.internal.codec.ByteBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes single MessagePack values, each as short as it can be. */
public final class MessagePackOutput {
  private static final int LONG_BITS = 63;

  private MessagePackOutput() {}

  /** Writes nil. */
  public static void writeNil(ByteBuilder out) {
    out.write(Code.NIL);
  }

  /** Writes true or false. */
  public static void writeBoolean(boolean value, ByteBuilder out) {
    out.write(value ? Code.TRUE : Code.FALSE);
  }

  /** Writes an integer, as short as it goes. */
  public static void writeInteger(long value, ByteBuilder out) {
    if (value >= -32 && value < 128) {
      out.write((int) value);
    } else if (value >= 0) {
      int code = value < 1L << 8 ? 0 : value < 1L << 16 ? 1 : value < 1L << 32 ? 2 : 3;
      writeSized(Code.UINT8, code, value, out);
    } else {
      int code =
          value == (byte) value ? 0 : value == (short) value ? 1 : value == (int) value ? 2 : 3;
      writeSized(Code.INT8, code, value, out);
    }
  }

  /** Writes an integer of any size: one of more than 64 bits as a string of digits. */
  public static void writeInteger(BigInteger value, ByteBuilder out) {
    if (value.bitLength() <= LONG_BITS) {
      writeInteger(value.longValue(), out);
    } else if (value.signum() > 0 && value.bitLength() == LONG_BITS + 1) {
      out.write(Code.UINT64);
      out.writeBigEndian(value.longValue(), 8);
    } else {
      writeString(value.toString(), out);
    }
  }

  /** Writes a decimal number as a string, which keeps every digit. */
  public static void writeDecimal(BigDecimal value, ByteBuilder out) {
    writeString(value.toString(), out);
  }

  /** Writes a float of 32 bits. */
  public static void writeFloat32(float value, ByteBuilder out) {
    out.write(Code.FLOAT32);
    out.writeBigEndian(Float.floatToIntBits(value), 4);
  }

  /** Writes a float of 64 bits. */
  public static void writeFloat64(double value, ByteBuilder out) {
    out.write(Code.FLOAT64);
    out.writeBigEndian(Double.doubleToLongBits(value), 8);
  }

  /** Writes text, or nil. */
  public static void writeString(@Nullable String value, ByteBuilder out) {
    if (value == null) {
      writeNil(out);
    } else {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      writeString(utf8, 0, utf8.length, out);
    }
  }

  /** Writes text that is in UTF-8 already. */
  public static void writeString(byte[] utf8, int offset, int length, ByteBuilder out) {
    if (length < 32) {
      out.write(Code.FIXSTR | length);
    } else {
      writeSized(Code.STR8, length < 1 << 8 ? 0 : length < 1 << 16 ? 1 : 2, length, out);
    }
    out.write(utf8, offset, length);
  }

  /** Writes binary data. */
  public static void writeBinary(byte[] value, int offset, int length, ByteBuilder out) {
    writeSized(Code.BIN8, length < 1 << 8 ? 0 : length < 1 << 16 ? 1 : 2, length, out);
    out.write(value, offset, length);
  }

  /** Writes how many items an array has; they are to follow. */
  public static void writeArrayHeader(int size, ByteBuilder out) {
    writeContainerHeader(Code.FIXARRAY, Code.ARRAY16, size, out);
  }

  /** Writes how many entries a map has; their keys and values are to follow. */
  public static void writeMapHeader(int size, ByteBuilder out) {
    writeContainerHeader(Code.FIXMAP, Code.MAP16, size, out);
  }

  /** Returns how many bytes the header of an array or map of that size takes. */
  public static int containerHeaderSize(int size) {
    return size < 16 ? 1 : size < 1 << 16 ? 3 : 5;
  }

  /**
   * Puts a header of exactly {@code bytes} bytes (1, 3 or 5, enough for {@code size}) over what is
   * at {@code at}.
   *
   * @param fix the code of the form of one byte
   * @param code16 the code of the form of three bytes; the next code is the form of five
   */
  public static void setContainerHeader(
      int fix, int code16, int size, int bytes, ByteBuilder out, int at) {
    if (bytes == 1) {
      out.set(at, fix | size);
      return;
    }
    out.set(at, bytes == 3 ? code16 : code16 + 1);
    for (int i = bytes - 1, rest = size; i > 0; i--, rest >>>= 8) {
      out.set(at + i, rest);
    }
  }

  private static void writeContainerHeader(int fix, int code16, int size, ByteBuilder out) {
    if (size < 16) {
      out.write(fix | size);
    } else if (size < 1 << 16) {
      out.write(code16);
      out.writeBigEndian(size, 2);
    } else {
      out.write(code16 + 1);
      out.writeBigEndian(size, 4);
    }
  }

  /**
   * Writes the code for 1, 2, 4 or 8 bytes ({@code step} 0 to 3), and so many bytes of a number.
   */
  private static void writeSized(int code8, int step, long value, ByteBuilder out) {
    out.write(code8 + step);
    out.writeBigEndian(value, 1 << step);
  }
}
