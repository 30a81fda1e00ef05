package dev.nave.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The inputs from which the fuzzer begins, and which every build replays: what it found before
 * among them. They stand in text files, one seed a line, so that a seed can be read and reviewed. A
 * line that begins with {@code #} is a comment; {@code \r}, {@code \n}, {@code \\} and {@code \xHH}
 * stand for a byte; any other character for its bytes in UTF-8.
 */
public final class Seeds {
  private static final int MAX_BYTES = 1024;

  private Seeds() {}

  /** Returns the seeds of a file beside this class. */
  public static Stream<byte[]> read(String file) {
    try (InputStream in = Seeds.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there are no seeds " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Seeds::decode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns each input as the arguments of a target. */
  public static Stream<Arguments> arguments(Stream<byte[]> inputs) {
    return inputs.map(input -> Arguments.of((Object) input));
  }

  static byte[] decode(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < line.length(); ) {
      int c = line.codePointAt(at);
      int length = Character.charCount(c);
      if (c != '\\') {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      } else {
        length = 2;
        switch (line.charAt(at + 1)) {
          case 'r' -> out.write('\r');
          case 'n' -> out.write('\n');
          case '\\' -> out.write('\\');
          case 'x' -> {
            out.write(HexFormat.fromHexDigits(line, at + 2, at + 4));
            length = 4;
          }
          default -> throw new IllegalArgumentException("unknown escape in " + line);
        }
      }
      at += length;
    }
    byte[] seed = out.toByteArray();
    if (seed.length >= MAX_BYTES) {
      throw new IllegalArgumentException(
          "a seed has " + seed.length + " bytes: " + Arrays.toString(seed));
    }
    return seed;
  }
}
