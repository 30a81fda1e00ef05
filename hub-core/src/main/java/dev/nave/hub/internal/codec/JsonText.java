package dev.nave.hub.internal.codec;

/**
 * Writes strings with no more escapes than JSON demands: quotes, backslashes and control
 * characters. All else is UTF-8.
 */
public final class JsonText {
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
    int i = 0;
    while ((i = out.writeWhilePlain(text, i, PLAIN)) < text.length()) {
      int codePoint = text.codePointAt(i);
      if (codePoint < PLAIN.length) {
        escape((char) codePoint, out);
      } else {
        writeUtf8(isSurrogate(codePoint) ? REPLACEMENT : codePoint, out);
      }
      i += Character.charCount(codePoint);
    }
    out.write('"');
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
