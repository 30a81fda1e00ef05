package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.transport.tck.RawClient;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private final List<String> seen = new ArrayList<>();
  private final FrameReader reader = new FrameReader(new Recorder());

  @Test
  void readsFramesCutAtEveryByte() throws Exception {
    byte[] bytes =
        RawClient.concat(
            RawClient.frame(0x01, "hel"),
            RawClient.frame(0x89, "ping"),
            RawClient.frame(0x80, "lo"),
            RawClient.frame(0x82, "x".repeat(300)),
            RawClient.closeFrame(1000));
    for (int cut = 0; cut <= bytes.length; cut++) {
      seen.clear();
      FrameReader fresh = new FrameReader(new Recorder());
      fresh.read(Unpooled.wrappedBuffer(bytes, 0, cut));
      fresh.read(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut));
      assertThat(String.join("", seen)).isEqualTo("hel<ping>lo" + "x".repeat(300) + "<closed>");
    }
  }

  @Test
  void passesTheSameBytesOnHoweverTheyAreCut() throws Exception {
    Random random = new Random(5);
    byte[] payload = new byte[70_000];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) ('a' + random.nextInt(26));
    }
    byte[] bytes = RawClient.frame(0x82, payload);
    for (int at = 0; at < bytes.length; ) {
      int size = Math.min(1 + random.nextInt(1 + random.nextInt(900)), bytes.length - at);
      reader.read(Unpooled.wrappedBuffer(bytes, at, size));
      at += size;
    }
    assertThat(String.join("", seen)).isEqualTo(new String(payload, StandardCharsets.US_ASCII));
  }

  @Test
  void passesAGiantFrameOnAsItComes() throws Exception {
    reader.read(Unpooled.wrappedBuffer(RawClient.headWithZeroMask(0x82, Long.MAX_VALUE)));
    reader.read(Unpooled.wrappedBuffer("first".getBytes(StandardCharsets.US_ASCII)));
    reader.read(Unpooled.wrappedBuffer("second".getBytes(StandardCharsets.US_ASCII)));

    assertThat(seen).containsExactly("first", "second");
  }

  @Test
  void readsLengthsThatAreLongerThanNeeded() throws Exception {
    reader.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex("82fe00010000000061")));
    reader.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex("82ff00000000000000010000000062")));

    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void skipsEmptyFramesAndPongs() throws Exception {
    reader.read(
        Unpooled.wrappedBuffer(
            RawClient.frame(0x01, ""),
            RawClient.frame(0x00, ""),
            RawClient.frame(0x8A, "pong"),
            RawClient.frame(0x80, "end"),
            RawClient.frame(0x81, "")));

    assertThat(seen).containsExactly("end");
  }

  @Test
  void readsNothingBehindACloseFrame() throws Exception {
    reader.read(Unpooled.wrappedBuffer(RawClient.closeFrame(1000), RawClient.frame(0x81, "more")));

    assertThat(seen).containsExactly("<closed>");
  }

  @ParameterizedTest
  @CsvSource({
    "c1, reserved bits",
    "a1, reserved bits",
    "91, reserved bits",
    "83, unknown opcode 0x3",
    "8b, unknown opcode 0xb",
    "09, in fragments",
    "08, in fragments",
    "80, outside of a message",
    "8105, unmasked",
    "89fe007e, 126 bytes",
    "82ffffffffffffffffff, 2^63",
    "8881000000ff01, half a code",
  })
  void refusesFramesThatAreNotAllowed(String hex, String why) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> reader.read(Unpooled.wrappedBuffer(bytes)))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.closeCode()).isEqualTo(1002))
        .hasMessageContaining(why);
  }

  @Test
  void refusesAMessageInsideOfAnother() {
    assertRefused(RawClient.frame(0x01, "a"), RawClient.frame(0x81, "b"), 1002);
    assertThat(seen).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
  void refusesCloseCodesThatNoClientMaySend(int code) {
    assertRefused(RawClient.closeFrame(code), new byte[0], 1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1012, 1014, 3000, 4999})
  void takesCloseCodesThatClientsMaySend(int code) throws Exception {
    reader.read(Unpooled.wrappedBuffer(RawClient.closeFrame(code)));

    assertThat(seen).containsExactly("<closed>");
  }

  @Test
  void takesACloseFrameWithoutACodeAndOneWithAReason() throws Exception {
    reader.read(Unpooled.wrappedBuffer(RawClient.frame(0x88, "")));
    new FrameReader(new Recorder())
        .read(
            Unpooled.wrappedBuffer(
                RawClient.frame(0x88, "\u0003\u00e8bye".getBytes(StandardCharsets.ISO_8859_1))));

    assertThat(seen).containsExactly("<closed>", "<closed>");
  }

  @Test
  void refusesACloseReasonThatIsNotUtf8() {
    assertRefused(
        RawClient.frame(0x88, new byte[] {3, (byte) 0xE8, (byte) 0xFF}), new byte[0], 1002);
  }

  @Test
  void refusesTextThatIsNotUtf8AcrossFragments() {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    assertRefused(RawClient.frame(0x01, Arrays.copyOf(euro, 2)), RawClient.frame(0x80, "x"), 1007);
  }

  @Test
  void refusesTextThatEndsWithinACharacter() {
    assertRefused(RawClient.frame(0x81, new byte[] {'a', (byte) 0xE2}), new byte[0], 1007);
    assertThat(seen).isEmpty();
  }

  @Test
  void refusesTextThatEndsWithinACharacterBeforeAnEmptyFragment() {
    assertRefused(RawClient.frame(0x01, new byte[] {(byte) 0xE2}), RawClient.frame(0x80, ""), 1007);
  }

  @Test
  void takesTextWhoseCharactersAreCutByFragments() throws Exception {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    for (byte part : euro) {
      reader.read(
          Unpooled.wrappedBuffer(
              RawClient.frame(part == euro[0] ? 0x01 : 0x00, new byte[] {part})));
    }
    reader.read(Unpooled.wrappedBuffer(RawClient.frame(0x80, "")));

    assertThat(seen).hasSize(3);
  }

  @Test
  void takesAnythingAsBinary() throws Exception {
    reader.read(Unpooled.wrappedBuffer(RawClient.frame(0x82, new byte[] {(byte) 0xFF})));

    assertThat(seen).hasSize(1);
  }

  private void assertRefused(byte[] first, byte[] second, int code) {
    assertThatThrownBy(() -> reader.read(Unpooled.wrappedBuffer(first, second)))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.closeCode()).isEqualTo(code));
  }

  private final class Recorder implements FrameReader.Sink {
    @Override
    public void payload(byte[] bytes) {
      seen.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void ping(byte[] payload) {
      seen.add("<" + new String(payload, StandardCharsets.ISO_8859_1) + ">");
    }

    @Override
    public void closed() {
      seen.add("<closed>");
    }
  }
}
