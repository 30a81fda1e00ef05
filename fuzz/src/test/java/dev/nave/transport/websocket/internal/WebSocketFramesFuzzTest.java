package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.fuzz.Pieces;
import dev.nave.fuzz.Seeds;
import dev.nave.fuzz.Spending;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WebSocketFramesFuzzTest {

  static Stream<Arguments> seeds() {
    return Seeds.arguments(Seeds.read("websocket-frames.txt"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void piecesAreReadAsTheWhole(byte[] bytes) {
    Spending.isBounded(bytes, 1024, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    Log whole = Log.of(List.of(bytes));
    Log pieces = Log.of(Pieces.of(bytes));

    // Frame by frame: how much payload comes before a fault depends on where the bytes are cut.
    assertThat(pieces.events()).isEqualTo(whole.events());
    if (whole.fault == null) {
      assertThat(pieces.payload.toByteArray()).isEqualTo(whole.payload.toByteArray());
    }
    assertThat(whole.payload.size()).isLessThanOrEqualTo(bytes.length);
  }

  /** What a connection is told. */
  private static final class Log implements FrameReader.Sink {
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private final StringBuilder control = new StringBuilder();
    private @Nullable String fault;

    static Log of(List<byte[]> pieces) {
      Log log = new Log();
      FrameReader reader = new FrameReader(log);
      for (byte[] piece : pieces) {
        try {
          reader.read(Unpooled.wrappedBuffer(piece));
        } catch (FrameException e) {
          assertThat(log.fault).as("a second fault").isNull();
          log.fault = e.closeCode() + " " + e.getMessage();
        }
      }
      return log;
    }

    String events() {
      return control + " " + fault;
    }

    @Override
    public void payload(byte[] bytes) {
      assertOpen();
      assertThat(bytes).isNotEmpty();
      payload.writeBytes(bytes);
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

    private void assertOpen() {
      assertThat(fault).as("the fault before").isNull();
      assertThat(control.toString()).doesNotContain("closed");
    }
  }
}
