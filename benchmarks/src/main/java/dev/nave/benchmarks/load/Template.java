package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.stream.IntStream;

/**
 * Bytes for the hub with places for a number, which is 16 hexadecimal digits wherever {@link
 * #NUMBER} stands. Immutable; any thread.
 */
final class Template {
  /** What stands where the number goes. */
  static final String NUMBER = "0".repeat(16);

  private final byte[] bytes;
  private final boolean binary;

  private Template(byte[] bytes, boolean binary) {
    this.bytes = bytes;
    this.binary = binary;
  }

  /** Returns a text of ASCII characters. */
  static Template text(String text) {
    return new Template(text.getBytes(US_ASCII), false);
  }

  /** Returns bytes that are no text; they must not be modified any more. */
  static Template binary(byte[] bytes) {
    return new Template(bytes, true);
  }

  /** Returns the bytes, which must not be modified. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns whether WebSocket frames with it are binary ones. */
  boolean isBinary() {
    return binary;
  }

  /** Returns where the numbers begin, in ascending order. */
  int[] numbers() {
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    return IntStream.iterate(
            text.indexOf(NUMBER), at -> at >= 0, at -> text.indexOf(NUMBER, at + NUMBER.length()))
        .toArray();
  }
}
