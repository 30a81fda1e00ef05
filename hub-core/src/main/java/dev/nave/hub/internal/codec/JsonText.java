package dev.nave.hub.internal.codec;

import java.nio.charset.StandardCharsets;

/**
 * Writes strings with no more escapes than JSON demands: quotes, backslashes and control
 * characters. All else is UTF-8.
 */
public final class JsonText {
  /** From so many characters on a text is made bytes first: the JDK does that many at a time. */
  private static final int LONG = 128;

  private static final int REPLACEMENT = 0xFFFD;
  private static final String HEX = "0123456789abcdef";
  private static final boolean[] PLAIN = new boolean[128];

  static {
    for (int c = ' '; c < PLAIN.length; c++) {
      PLAIN[c] = c != '"' && c != '\\';
    }
  }

  private JsonText() {}

  /** Writes {@code text} in quotes. Half a surrogate pair becomes U+FFFD. */
  public static void write(String text, ByteBuilder out) {
    out.write('"');
    byte[] utf8 = text.length() < LONG ? null : text.getBytes(StandardCharsets.UTF_8);
    if (utf8 != null && utf8.length == text.length()) {
      writeBytes(utf8, text, out);
    } else {
      writeCharacters(text, out);
    }
    out.write('"');
  }

  /**
   * Writes a text with as many characters as bytes: each is ASCII, or half a surrogate pair, which
   * became a question mark.
   */
  private static void writeBytes(byte[] utf8, String text, ByteBuilder out) {
    for (int from = 0; from < utf8.length; from++) {
      int end = ByteScan.plainEnd(utf8, from, utf8.length, '?');
      out.write(utf8, from, end - from);
      if (end < utf8.length) {
        writeCodePoint(text.charAt(end), out);
      }
      from = end;
    }
  }

  private static void writeCharacters(String text, ByteBuilder out) {
    int i = 0;
    while ((i = out.writeWhilePlain(text, i, PLAIN)) < text.length()) {
      int codePoint = text.codePointAt(i);
      writeCodePoint(codePoint, out);
      i += Character.charCount(codePoint);
    }
  }

  private static void writeCodePoint(int codePoint, ByteBuilder out) {
    if (codePoint >= PLAIN.length) {
      writeUtf8(isSurrogate(codePoint) ? REPLACEMENT : codePoint, out);
    } else if (PLAIN[codePoint]) {
      out.write(codePoint);
    } else {
      escape((char) codePoint, out);
    }
  }

  /** Returns {@code text}, with every half of a surrogate pair replaced by U+FFFD. */
  public static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> isSurrogate(c) ? REPLACEMENT : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static void escape(char c, ByteBuilder out) {
    out.write('\\');
    switch (c) {
      case '"', '\\' -> out.write(c);
      case '\n' -> out.write('n');
      case '\r' -> out.write('r');
      case '\t' -> out.write('t');
      default -> {
        out.writeAscii("u00");
        out.write(HEX.charAt(c >> 4));
        out.write(HEX.charAt(c & 15));
      }
    }
  }

  private static void writeUtf8(int c, ByteBuilder out) {
    if (c < 0x800) {
      out.write(0xC0 | c >> 6);
    } else {
      if (c < 0x10000) {
        out.write(0xE0 | c >> 12);
      } else {
        out.write(0xF0 | c >> 18);
        out.write(0x80 | (c >> 12 & 0x3F));
      }
      out.write(0x80 | (c >> 6 & 0x3F));
    }
    out.write(0x80 | (c & 0x3F));
  }
}
