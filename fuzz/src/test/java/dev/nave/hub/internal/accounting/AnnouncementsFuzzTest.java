package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.fuzz.Seeds;
import dev.nave.fuzz.Spending;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnnouncementsFuzzTest {

  static Stream<Arguments> seeds() {
    Announcement.Item chat =
        new Announcement.Item("chat", 70_000, List.of(new Announcement.Range(3, 9)));
    return Seeds.arguments(
        Stream.concat(
            Stream.of(
                AnnouncementCodec.write(
                    new Announcement(
                        "node", 5, 4, 1000, 0, true, List.of(chat), Map.of("other", 3L), 77)),
                AnnouncementCodec.write(
                    new Announcement("node", 0, 0, 1000, 0, true, List.of(), Map.of()))),
            Seeds.read("announcements.txt")));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytesAreAnAnnouncementOrRefused(byte[] bytes) {
    Spending.isBounded(bytes, 1024, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    try {
      Announcement read = AnnouncementCodec.read(bytes);
      byte[] written = AnnouncementCodec.write(read);
      if (written.length <= AnnouncementCodec.MAX_PIECE_BYTES) {
        assertThat(AnnouncementCodec.read(written)).isEqualTo(read);
      }
      assertThat(AnnouncementCodec.overhead(read)).isPositive();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
