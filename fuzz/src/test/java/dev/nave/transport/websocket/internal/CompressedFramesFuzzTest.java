package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.fuzz.Pieces;
import dev.nave.fuzz.Seeds;
import dev.nave.fuzz.Spending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of a client with whom {@code permessage-deflate} was agreed on. */
class CompressedFramesFuzzTest {
  private static final int MAX_INFLATED_BYTES = 16 * 1024;

  /** Deflate makes no more of a byte. Source: the format, RFC 1951: 258 bytes from two bits. */
  private static final int GREATEST_RATIO = 1032;

  static Stream<Arguments> seeds() {
    return Seeds.arguments(
        Stream.concat(Seeds.read("compressed-frames.txt"), Seeds.read("websocket-frames.txt")));
  }

  @MethodSource("seeds")
  @FuzzTest
  void piecesAreInflatedAsTheWhole(byte[] bytes) {
    Spending.isBounded(bytes, 16 * 1024, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    Log whole = Log.of(List.of(bytes), false);
    same(bytes, Log.of(Pieces.of(bytes), false), whole);
    same(bytes, Log.of(List.of(bytes), true), whole);
  }

  private static void same(byte[] bytes, Log other, Log whole) {
    assertThat(other.events()).isEqualTo(whole.events());
    if (whole.fault == null) {
      assertThat(other.payload.toByteArray()).isEqualTo(whole.payload.toByteArray());
    }
    assertThat((long) other.payload.size())
        .isLessThanOrEqualTo((long) GREATEST_RATIO * bytes.length);
  }

  /** What a connection is told. */
  private static final class Log implements FrameReader.Sink {
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private final StringBuilder control = new StringBuilder();
    private final boolean holds;
    private boolean holding;
    private @Nullable String fault;

    private Log(boolean holds) {
      this.holds = holds;
    }

    /** Reads the pieces. One that {@code holds} takes a piece of payload at a time. */
    static Log of(List<byte[]> pieces, boolean holds) {
      Log log = new Log(holds);
      FrameReader reader = new FrameReader(log, new MessageInflater(MAX_INFLATED_BYTES));
      try {
        for (byte[] piece : pieces) {
          log.read(reader, piece);
        }
      } finally {
        reader.stop(); // Gives the inflater back.
      }
      return log;
    }

    private void read(FrameReader reader, byte[] piece) {
      ByteBuf in = Unpooled.wrappedBuffer(piece);
      try {
        while (reader.read(in)) {
          assertThat(holding).as("there is more, though nothing holds it back").isTrue();
          holding = false;
        }
        holding = false;
      } catch (FrameException e) {
        assertThat(fault).as("a second fault").isNull();
        fault = kindOf(e);
      }
    }

    /**
     * One call inflates up to 8 KiB, and says of a fault in them alone that it is there: so it
     * depends on the pieces whether the bound, the text or the compression is at fault first.
     */
    private static String kindOf(FrameException e) {
      boolean ofContent =
          e.closeCode() == FrameException.TOO_BIG
              || e.closeCode() == FrameException.INVALID_PAYLOAD;
      return ofContent ? "content" : e.closeCode() + " " + e.getMessage();
    }

    String events() {
      return control + " " + fault;
    }

    @Override
    public void payload(byte[] bytes) {
      assertOpen();
      assertThat(bytes).isNotEmpty();
      assertThat(holding).as("payload while it is held back").isFalse();
      payload.writeBytes(bytes);
      holding = holds;
    }

    @Override
    public void ping(byte[] content) {
      assertOpen();
      control.append(HexFormat.of().formatHex(content)).append(';');
    }

    @Override
    public void closed() {
      assertOpen();
      control.append("closed");
    }

    @Override
    public boolean isHolding() {
      return holding;
    }

    private void assertOpen() {
      assertThat(fault).as("the fault before").isNull();
      assertThat(control.toString()).doesNotContain("closed");
    }
  }
}
