package dev.nave.backplane.redis.internal.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nave.backplane.directory.DirectoryKey;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Texts as the script has them: in UTF-8, some with their length before them. */
final class Texts {
  private Texts() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  /** What a bulk string of an answer says. */
  static String text(Object bulk) {
    return new String((byte[]) bulk, UTF_8);
  }

  /** A key of the directory as one text: the length of the space says where the name begins. */
  static byte[] key(DirectoryKey key) {
    byte[] space = bytes(key.space());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(bytes(space.length + ":"));
    text.writeBytes(space);
    text.writeBytes(bytes(key.name()));
    return text.toByteArray();
  }

  static DirectoryKey key(byte[] text) {
    int colon = colon(text, 0);
    int last = colon + 1 + length(text, 0, colon);
    return new DirectoryKey(
        new String(text, colon + 1, last - colon - 1, UTF_8),
        new String(text, last, text.length - last, UTF_8));
  }

  /** Splits fields that each have their length before them. */
  static List<byte[]> fields(byte[] text) {
    List<byte[]> fields = new ArrayList<>();
    for (int at = 0; at < text.length; ) {
      int colon = colon(text, at);
      int last = colon + 1 + length(text, at, colon);
      fields.add(java.util.Arrays.copyOfRange(text, colon + 1, last));
      at = last;
    }
    return fields;
  }

  private static int colon(byte[] text, int from) {
    int at = from;
    while (text[at] != ':') {
      at++;
    }
    return at;
  }

  private static int length(byte[] text, int from, int colon) {
    return Integer.parseInt(new String(text, from, colon - from, UTF_8));
  }
}
