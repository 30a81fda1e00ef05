package dev.nave.backplane.redis.internal.directory;

import java.util.Arrays;

/**
 * Entries as one argument of the script, which reads them with {@code cmsgpack}: an argument costs
 * Redis and Lettuce more than a text within one. Not thread-safe.
 *
 * <p>Source: the specification of MessagePack, of which an array, texts and whole numbers are
 * needed.
 */
final class EntryPack {
  private static final int FIX_STR = 0xa0;
  private static final int FIX_STR_BYTES = 31;
  private static final int MAX_TEXT_BYTES = 0xffff;
  private static final int UINT_64 = 0xcf;
  private static final int STR_16 = 0xda;
  private static final int ARRAY_32 = 0xdd;

  private static final int ITEMS_OF_ENTRY = 5;

  private byte[] bytes = new byte[4096];
  private int length;

  /** Creates a pack that is to get so many entries, each of four texts and a number. */
  EntryPack(int entries) {
    head(ARRAY_32, (long) entries * ITEMS_OF_ENTRY, 4);
  }

  /** Adds a text, which is shorter than 64 KiB by the limits of a directory. */
  void add(byte[] text) {
    assert text.length <= MAX_TEXT_BYTES : text.length;
    reserve(text.length);
    if (text.length <= FIX_STR_BYTES) {
      bytes[length++] = (byte) (FIX_STR | text.length);
    } else {
      head(STR_16, text.length, 2);
    }
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  /** Adds a text of one character of ASCII. */
  void add(char text) {
    reserve(1);
    bytes[length++] = (byte) (FIX_STR | 1);
    bytes[length++] = (byte) text;
  }

  /** Adds a number that is not negative. */
  void add(long number) {
    reserve(0);
    if (number < 0x80) {
      bytes[length++] = (byte) number;
    } else {
      head(UINT_64, number, 8);
    }
  }

  /** Makes room for a text and for what comes before it. */
  private void reserve(int textBytes) {
    int needed = length + 1 + Long.BYTES + textBytes;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }

  private void head(int kind, long number, int numberBytes) {
    bytes[length++] = (byte) kind;
    for (int shift = (numberBytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[length++] = (byte) (number >>> shift);
    }
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
