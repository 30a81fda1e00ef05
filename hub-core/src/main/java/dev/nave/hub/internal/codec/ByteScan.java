package dev.nave.hub.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for single bytes in arrays, eight at a time.
 *
 * <p>A byte that is looked for becomes zero by an exclusive or, and the subtraction borrows from
 * zeros only. A borrow goes on to higher bytes, so of several hits in eight bytes the lowest is
 * sure to be one: that is the first, since they are read with the first byte lowest.
 */
final class ByteScan {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private static final long SPACES = ' ' * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

  private ByteScan() {}

  /**
   * Returns the index of the first {@code value} of {@code bytes[from, to)}; {@code to} if none.
   */
  static int indexOf(byte[] bytes, int from, int to, byte value) {
    long values = (value & 0xFF) * ONES;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long hits = zeros((long) EIGHT.get(bytes, i) ^ values) & HIGHEST_BITS;
      if (hits != 0) {
        return i + first(hits);
      }
    }
    while (i < to && bytes[i] != value) {
      i++;
    }
    return i;
  }

  /**
   * Returns the end of the ASCII in {@code bytes[from, to)} that is the same inside of a string of
   * JSON: the index of the first byte that is a control character, a quote, a backslash, not ASCII,
   * or {@code other}; {@code to} if there is none.
   */
  static int plainEnd(byte[] bytes, int from, int to, char other) {
    long others = other * ONES;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long eight = (long) EIGHT.get(bytes, i);
      long controls = (eight - SPACES) & ~eight;
      long marks = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | zeros(eight ^ others);
      long hits = (eight | controls | marks) & HIGHEST_BITS;
      if (hits != 0) {
        return i + first(hits);
      }
    }
    while (i < to && isPlain(bytes[i]) && bytes[i] != other) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(byte value) {
    return value >= ' ' && value != '"' && value != '\\'; // What is not ASCII is negative.
  }

  /** Returns the highest bit of each byte that is zero, and perhaps of some above such a one. */
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight;
  }

  private static int first(long hits) {
    return Long.numberOfTrailingZeros(hits) / Byte.SIZE;
  }
}
