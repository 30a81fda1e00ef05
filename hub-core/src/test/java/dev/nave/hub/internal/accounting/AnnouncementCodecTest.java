package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.internal.accounting.Announcement.Item;
import dev.nave.hub.internal.accounting.Announcement.Range;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementCodecTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private static final Announcement PIECE =
      new Announcement(
          "n",
          5,
          2,
          2500,
          1,
          true,
          List.of(
              new Item("all", Sequence.of(3, 9), List.of(new Range(4, 4), new Range(6, 8))),
              new Item("group:g", Sequence.of(0, 1), List.of())),
          Map.of("m", 7L));

  private static final String BYTES =
      "98 A1 6E 05 02 CD 09 C4 01 C3"
          + " 96 A3 61 6C 6C CF 00 00 00 03 00 00 00 09 94 04 04 06 08"
          + " A7 67 72 6F 75 70 3A 67 01 90"
          + " 81 A1 6D 07";

  @Test
  void shapeIsAnAdditionBehindAllElse() throws IOException {
    Announcement shaped =
        new Announcement("x", 1, 0, 2500, 0, true, List.of(), Map.of("y", 2L), -7);
    byte[] bytes = AnnouncementCodec.write(shaped);

    assertThat(AnnouncementCodec.read(bytes)).isEqualTo(shaped);
    assertThat(HEX.formatHex(bytes)).startsWith("99").endsWith("81 A5 73 68 61 70 65 F9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "82 A1 6B C0 A5 73 68 61 70 65 F9",
        "82 A5 73 68 61 70 65 03 A1 6B 91 01",
        "80",
        "C0",
        "05"
      })
  void additionsThatAreNotKnownAreSkipped(String additions) throws IOException {
    Announcement plain = new Announcement("x", 1, 0, 2500, 0, true, List.of(), Map.of());
    String front = HEX.formatHex(AnnouncementCodec.write(plain)).substring("98".length());

    Announcement read = AnnouncementCodec.read(HEX.parseHex("99" + front + " " + additions));

    assertThat(read.origin()).isEqualTo("x");
    assertThat(read.shape())
        .isEqualTo(additions.contains("F9") ? -7 : additions.contains("65 03") ? 3 : 0);
  }

  @Test
  void writesAndReadsWhatItIsToldToWrite() throws IOException {
    assertThat(HEX.formatHex(AnnouncementCodec.write(PIECE))).isEqualTo(BYTES);
    assertThat(AnnouncementCodec.read(HEX.parseHex(BYTES))).isEqualTo(PIECE);
  }

  @Test
  void skipsItemsBehindThoseItKnows() throws IOException {
    String more = BYTES.replaceFirst("98", "9A") + " C0 81 A1 78 01";

    assertThat(AnnouncementCodec.read(HEX.parseHex(more))).isEqualTo(PIECE);
  }

  @Test
  void knowsHowLargeItemsAre() {
    int all = PIECE.items().stream().mapToInt(AnnouncementCodec::size).sum();

    assertThat(AnnouncementCodec.write(PIECE).length)
        .isBetween(all, all + AnnouncementCodec.overhead(PIECE));
  }

  @ParameterizedTest
  @CsvSource({
    "'97 A1 6E 05 02 01 01 C3 90', fewer than 8 items",
    "'98 A0 05 02 01 01 C3 90 80', must have 1 to 128 characters",
    "'98 A1 6E FF 02 01 01 C3 90 80', a number must not be negative but is -1",
    "'98 A1 6E 05 02 01 01 C3 93 A1 74 02 92 01 03 80', from 1 to 3 are not within 1 to 2",
    "'98 A1 6E 05 02 01 01 C3 93 A1 74 02 92 02 01 80', from 2 to 1 are not within 1 to 2",
    "'98 A1 6E 05 02 01 01 C3 93 C0 02 90 80', nil where a name is needed",
  })
  void refusesWhatIsNone(String hex, String message) {
    assertThatThrownBy(() -> AnnouncementCodec.read(HEX.parseHex(hex)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAPieceOverTheBoundAndTakesOneAtTheBound() throws IOException {
    byte[] bytes = HEX.parseHex(BYTES);
    byte[] atBound = Arrays.copyOf(bytes, AnnouncementCodec.MAX_PIECE_BYTES);
    byte[] over = Arrays.copyOf(bytes, AnnouncementCodec.MAX_PIECE_BYTES + 1);

    assertThat(AnnouncementCodec.read(atBound)).isEqualTo(PIECE);
    assertThatThrownBy(() -> AnnouncementCodec.read(over))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("65537 bytes is larger than the bound, which is 65536");
  }

  /** Lengths of two billion in a few bytes; what is announced is not there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "C1",
        "DD 7F FF FF FF",
        "98 DB 7F FF FF FF",
        "98 A1 6E 05 02 01 01 C3 DD 7F FF FF FF",
        "98 A1 6E 05 02 01 01 C3 93 A1 74 02 DD 7F FF FF FF",
        "98 A1 6E 05 02 01 01 C3 90 DF 7F FF FF FF"
      })
  void nothingIsAllocatedForWhatIsNotThere(String hex) {
    assertThatThrownBy(() -> AnnouncementCodec.read(HEX.parseHex(hex)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void nothingButAnIoExceptionComesOutOfBytesThatWereChanged() {
    Random random = new Random(42);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = HEX.parseHex(BYTES);
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        AnnouncementCodec.read(bytes);
      } catch (IOException expected) {
        // It may be one, it may be none.
      } catch (RuntimeException | Error e) {
        throw new AssertionError(HEX.formatHex(bytes), e);
      }
    }
  }
}
