package dev.nave.transport.websocket.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that a text message is UTF-8 while its bytes arrive, cut anywhere. Not thread-safe.
 *
 * <p>Refuses what the reference server refuses: overlong forms, surrogates and everything above
 * U+10FFFF. Source: The Unicode Standard, table 3-7.
 */
final class Utf8Validator {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080808080808080L;

  /** How many bytes of the current character are still to come. */
  private int missing;

  /** Between which values the next of them must lie. */
  private int lowest;

  private int highest;

  /** Takes the next bytes; false if they make the message invalid, after which it is of no use. */
  boolean accept(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (missing == 0) {
        at = skipAscii(bytes, at);
        if (at < bytes.length && !begin(bytes[at++] & 0xFF)) {
          return false;
        }
      } else if (!go(bytes[at++] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the message may end here. */
  boolean isComplete() {
    return missing == 0;
  }

  private static int skipAscii(byte[] bytes, int from) {
    int at = from;
    while (at + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private boolean begin(int first) {
    lowest = 0x80;
    highest = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
      missing = 1;
    } else if (first >= 0xE0 && first <= 0xEF) {
      missing = 2;
      lowest = first == 0xE0 ? 0xA0 : lowest;
      highest = first == 0xED ? 0x9F : highest;
    } else if (first >= 0xF0 && first <= 0xF4) {
      missing = 3;
      lowest = first == 0xF0 ? 0x90 : lowest;
      highest = first == 0xF4 ? 0x8F : highest;
    } else {
      return false;
    }
    return true;
  }

  private boolean go(int next) {
    if (next < lowest || next > highest) {
      return false;
    }
    lowest = 0x80;
    highest = 0xBF;
    missing--;
    return true;
  }
}
