package dev.nave.hub.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteScanTest {
  private static final int LENGTH = 40;

  private static boolean isPlain(int value) {
    return value >= 0x20 && value < 0x80 && value != '"' && value != '\\';
  }

  private static int naive(byte[] bytes, int from, int to, IntPredicate found) {
    return IntStream.range(from, to)
        .filter(i -> found.test(bytes[i] & 0xFF))
        .findFirst()
        .orElse(to);
  }

  @Test
  void everyByteIsFoundAtEveryPlace() {
    for (int value = 0; value < 256; value++) {
      for (int at = 0; at < LENGTH; at++) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) 'a');
        bytes[at] = (byte) value;
        int plainEnd = isPlain(value) && value != '?' ? LENGTH : at;

        assertThat(ByteScan.plainEnd(bytes, 0, LENGTH, '?')).isEqualTo(plainEnd);
        assertThat(ByteScan.indexOf(bytes, 0, LENGTH, (byte) value))
            .isEqualTo(value == 'a' ? 0 : at);
      }
    }
  }

  /** Of bytes that come one after the other in a word, those that differ by one among them. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 256})
  void theFirstOneCounts(int kinds) {
    byte[] some = {'"', '#', '!', 0x1F};
    Random random = new Random(kinds);
    byte[] bytes = new byte[LENGTH];
    for (int game = 0; game < 20_000; game++) {
      random.nextBytes(bytes);
      if (kinds < 256) {
        for (int i = 0; i < LENGTH; i++) {
          bytes[i] = random.nextInt(8) > 0 ? (byte) 'a' : some[(bytes[i] & 0xFF) % kinds];
        }
      }
      int from = random.nextInt(LENGTH);
      int to = from + random.nextInt(LENGTH - from + 1);

      assertThat(ByteScan.plainEnd(bytes, from, to, '?'))
          .isEqualTo(naive(bytes, from, to, b -> !isPlain(b) || b == '?'));
      assertThat(ByteScan.indexOf(bytes, from, to, (byte) '"'))
          .isEqualTo(naive(bytes, from, to, b -> b == '"'));
    }
  }
}
