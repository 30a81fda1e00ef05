package dev.nave.transport.websocket.internal;

import static dev.nave.transport.websocket.internal.CompressionTest.compressed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.transport.tck.RawClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedMessagesTest {
  private static final int MOST = 100_000;
  private static final String TEXT = "{\"type\":1,\"target\":\"é ✓ 😀\"}\u001e".repeat(30);

  private final Recorder seen = new Recorder();
  private final FrameReader reader = new FrameReader(seen, new MessageInflater(MOST));

  @Test
  void aMessageIsInflatedHoweverItIsCut() throws Exception {
    byte[] bytes = RawClient.concat(compressed(TEXT), RawClient.frame(0x81, "plain"));
    for (int cut = 0; cut <= bytes.length; cut++) {
      Recorder each = new Recorder();
      FrameReader fresh = new FrameReader(each, new MessageInflater(MOST));
      fresh.read(Unpooled.wrappedBuffer(bytes, 0, cut));
      fresh.read(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut));

      assertThat(each.text()).isEqualTo(TEXT + "plain");
    }
  }

  @Test
  void aMessageMayComeInFragmentsWithControlFramesBetweenThem() throws Exception {
    byte[] deflated = deflated(TEXT.getBytes(StandardCharsets.UTF_8), false);
    read(RawClient.frame(0x41, Arrays.copyOf(deflated, 10)));
    read(RawClient.frame(0x89, "ping"));
    read(RawClient.frame(0x00, ""));
    read(RawClient.frame(0x00, Arrays.copyOfRange(deflated, 10, deflated.length)));
    read(RawClient.frame(0x80, ""));
    read(RawClient.closeFrame(1000));

    assertThat(seen.text()).isEqualTo(TEXT);
    assertThat(seen.control).hasToString("ping closed ");
  }

  @Test
  void manySmallFragmentsAreOneMessage() throws Exception {
    byte[] deflated = deflated(TEXT.getBytes(StandardCharsets.UTF_8), false);
    for (int at = 0; at < deflated.length; at++) {
      int first = (at == 0 ? 0x41 : 0x00) | (at == deflated.length - 1 ? 0x80 : 0);
      read(RawClient.frame(first, new byte[] {deflated[at]}));
    }

    assertThat(seen.text()).isEqualTo(TEXT);
  }

  @Test
  void eachMessageIsInflatedByItself() throws Exception {
    for (int i = 0; i < 3; i++) {
      read(compressed(TEXT));
    }

    assertThat(seen.text()).isEqualTo(TEXT.repeat(3));
  }

  /** The examples of RFC 7692, section 7.2.3. */
  @ParameterizedTest
  @CsvSource({
    "f248cdc9c90700, Hello",
    "000500faff48656c6c6f00, Hello",
    "f348cdc9c9070000, Hello",
    "f24805000000ffffcac9c90700, Hello",
  })
  void theExamplesOfTheSpecificationAreInflated(String hex, String text) throws Exception {
    read(RawClient.frame(0xC1, HexFormat.of().parseHex(hex)));

    assertThat(seen.text()).isEqualTo(text);
  }

  @Test
  void aMessageMayHaveFinalBlocksInItsMiddle() throws Exception {
    byte[] two =
        RawClient.concat(
            deflated("first,".getBytes(StandardCharsets.US_ASCII), true),
            deflated("second".getBytes(StandardCharsets.US_ASCII), true),
            new byte[1]);
    read(RawClient.frame(0xC2, two));

    assertThat(seen.text()).isEqualTo("first,second");
  }

  @Test
  void anEmptyMessageIsOne() throws Exception {
    read(RawClient.frame(0xC1, new byte[1]));
    read(RawClient.frame(0x81, "next"));

    assertThat(seen.text()).isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(ints = {MOST, MOST + 1})
  void aMessageIsReadUpToTheBoundAndNoFurther(int size) throws Exception {
    byte[] frame = RawClient.frame(0xC2, deflated(new byte[size], false));
    if (size == MOST) {
      read(frame);
    } else {
      assertThatThrownBy(() -> read(frame))
          .isInstanceOfSatisfying(
              FrameException.class, e -> assertThat(e.closeCode()).isEqualTo(1009))
          .hasMessageContaining("maxInflatedBytes, which is 100000");
    }

    assertThat(seen.bytes.size()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void aBombIsRefusedBeforeMuchOfItIsInflatedHoweverItIsCut() {
    byte[] bomb = deflated(new byte[50_000_000], false);

    assertThatThrownBy(
            () -> {
              for (int at = 0; at < bomb.length; at += 10) {
                int first = at == 0 ? 0x42 : 0x00;
                read(
                    RawClient.frame(
                        first, Arrays.copyOfRange(bomb, at, Math.min(at + 10, bomb.length))));
              }
            })
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.closeCode()).isEqualTo(1009));
    assertThat(seen.bytes.size()).isLessThanOrEqualTo(MOST);
    assertThat(seen.largest).isLessThanOrEqualTo(8 * 1024);
  }

  @Test
  void nothingIsInflatedWhileTheSinkHolds() throws Exception {
    seen.holdAt = 8 * 1024;
    ByteBuf in = Unpooled.wrappedBuffer(RawClient.frame(0xC2, deflated(new byte[50_000], false)));

    assertThat(reader.read(in)).as("whether there is more").isTrue();
    assertThat(seen.bytes.size()).isEqualTo(8 * 1024);
    seen.holdAt = Integer.MAX_VALUE;
    assertThat(reader.read(in)).isFalse();
    assertThat(seen.bytes.size()).isEqualTo(50_000);
  }

  @Test
  void nothingIsInflatedThatIsNotWanted() throws Exception {
    seen.wanted = false;
    read(RawClient.frame(0xC2, deflated(new byte[50_000_000], false)));
    read(RawClient.frame(0xC1, new byte[] {-1, -1}));
    read(RawClient.closeFrame(1000));

    assertThat(seen.bytes.size()).isZero();
    assertThat(seen.control).hasToString("closed ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffff", "f2ff", "04", "0600ffff", "7801"})
  void whatCannotBeInflatedIsRefusedWith1007(String hex) {
    byte[] frame = RawClient.frame(0xC2, HexFormat.of().parseHex(hex));
    byte[] more = RawClient.frame(0xC2, new byte[] {-1, -1, -1, -1});

    assertThatThrownBy(
            () -> {
              read(frame);
              read(more);
            })
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.closeCode()).isEqualTo(1007));
  }

  @Test
  void textMustBeUtf8WhenItIsInflated() {
    byte[] latin = new byte[200];
    Arrays.fill(latin, (byte) 0xE9);

    assertThatThrownBy(() -> read(RawClient.frame(0xC1, deflated(latin, false))))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.closeCode()).isEqualTo(1007));
    Recorder cut = new Recorder();
    FrameReader fresh = new FrameReader(cut, new MessageInflater(MOST));
    assertThatThrownBy(
            () ->
                fresh.read(
                    Unpooled.wrappedBuffer(
                        RawClient.frame(0xC1, deflated(new byte[] {(byte) 0xC3}, false)))))
        .isInstanceOf(FrameException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c9", "c8", "ca", "c0", "a1", "91", "f1"})
  void theBitOfCompressionStandsOnTheFirstFrameOfAMessageAlone(String first) throws Exception {
    if (first.equals("c0")) {
      read(RawClient.frame(0x01, "begun"));
    }

    assertThatThrownBy(() -> read(HexFormat.of().parseHex(first)))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.closeCode()).isEqualTo(1002));
  }

  private void read(byte[] bytes) throws FrameException {
    assertThat(reader.read(Unpooled.wrappedBuffer(bytes))).isFalse();
  }

  private static byte[] deflated(byte[] bytes, boolean last) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(bytes);
    if (last) {
      deflater.finish();
    }
    byte[] out = new byte[bytes.length + 100];
    int size = deflater.deflate(out, 0, out.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, last ? size : size - 4);
  }

  private static final class Recorder implements FrameReader.Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder control = new StringBuilder();
    private int largest;
    private int holdAt = Integer.MAX_VALUE;
    private boolean wanted = true;

    @Override
    public void payload(byte[] piece) {
      assertThat(piece).isNotEmpty();
      largest = Math.max(largest, piece.length);
      bytes.writeBytes(piece);
    }

    @Override
    public void ping(byte[] payload) {
      control.append(new String(payload, StandardCharsets.UTF_8)).append(' ');
    }

    @Override
    public void closed() {
      control.append("closed ");
    }

    @Override
    public boolean isHolding() {
      return bytes.size() >= holdAt;
    }

    @Override
    public boolean wantsPayload() {
      return wanted;
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
