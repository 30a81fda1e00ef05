package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberRangesTest {
  private final NumberRanges ranges = new NumberRanges();

  @Test
  void joinsRangesThatTouch() {
    ranges.add(1, 2);
    ranges.add(5, 6);
    assertThat(ranges.ranges()).isEqualTo(2);

    ranges.add(3, 4);

    assertThat(ranges.ranges()).isEqualTo(1);
    assertThat(ranges.endOfRangeAt(1)).isEqualTo(6);
    assertThat(ranges.endOfRangeAt(7)).isEqualTo(6);
  }

  @Test
  void splitsARangeThatLosesItsMiddle() {
    ranges.add(1, 9);

    assertThat(ranges.remove(4, 5)).isEqualTo(2);

    assertThat(ranges.ranges()).isEqualTo(2);
    assertThat(ranges.size()).isEqualTo(7);
    assertThat(ranges.removeFirst()).isEqualTo(3);
    assertThat(ranges.first()).isEqualTo(6);
  }

  @Test
  void isTheSetThatASetWouldBe() {
    Random random = new Random(1);
    TreeSet<Long> set = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      long from = random.nextInt(200);
      long to = from + random.nextInt(12) - 1;
      if (random.nextBoolean()) {
        ranges.add(from, to);
        for (long n = from; n <= to; n++) {
          set.add(n);
        }
      } else {
        int before = set.size();
        set.removeIf(n -> n >= from && n <= to);
        assertThat(ranges.remove(from, to)).isEqualTo(before - set.size());
      }
      assertThat(ranges.size()).isEqualTo(set.size());
      assertThat(ranges.contains(from)).isEqualTo(set.contains(from));
      if (!set.isEmpty()) {
        assertThat(ranges.first()).isEqualTo(set.first());
      }
    }
  }
}
