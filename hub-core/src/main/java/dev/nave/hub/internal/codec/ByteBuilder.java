package dev.nave.hub.internal.codec;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects the bytes of one message. A fresh one per message, sized by an estimate: where the
 * estimate is exact, {@link #toByteArray} copies nothing.
 *
 * <p>Not thread-safe. Closing it does nothing.
 */
public final class ByteBuilder extends OutputStream {
  private byte[] bytes;
  private int size;

  /** Creates an empty builder with room for {@code expected} bytes. */
  public ByteBuilder(int expected) {
    bytes = new byte[Math.max(expected, 16)];
  }

  /** Returns the number of bytes so far. */
  public int size() {
    return size;
  }

  @Override
  public void write(int value) {
    if (size == bytes.length) {
      makeRoom(1);
    }
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] values) {
    write(values, 0, values.length);
  }

  @Override
  public void write(byte[] values, int offset, int length) {
    makeRoom(length);
    System.arraycopy(values, offset, bytes, size, length);
    size += length;
  }

  /** Appends the low {@code count} bytes of {@code value}, the highest of them first. */
  public void writeBigEndian(long value, int count) {
    makeRoom(count);
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
  }

  /** Appends text that is known to be ASCII, for example a number. */
  public void writeAscii(String text) {
    int length = text.length();
    makeRoom(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) text.charAt(i);
    }
    size += length;
  }

  /**
   * Appends the characters of {@code text} from {@code from} on, up to the first one that is not
   * marked in {@code plain} (indexed by the character; all beyond its end count as not marked).
   *
   * @return the index of that character, or the length of the text
   */
  public int writeWhilePlain(String text, int from, boolean[] plain) {
    int length = text.length();
    makeRoom(length - from);
    byte[] into = bytes;
    int at = size;
    int i = from;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c >= plain.length || !plain[c]) {
        break;
      }
      into[at++] = (byte) c;
    }
    size = at;
    return i;
  }

  /** Replaces one byte that is there already. */
  public void set(int index, int value) {
    bytes[index] = (byte) value;
  }

  /**
   * Moves everything from {@code index} on back by {@code count} bytes, whose value is then open.
   */
  public void insert(int index, int count) {
    makeRoom(count);
    System.arraycopy(bytes, index, bytes, index + count, size - index);
    size += count;
  }

  /** Returns the bytes in an array of exactly their number. The builder must not be used again. */
  public byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /** Returns a copy of the bytes from {@code from} on. */
  public byte[] toByteArray(int from) {
    return Arrays.copyOfRange(bytes, from, size);
  }

  private void makeRoom(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
