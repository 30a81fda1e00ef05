package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.benchmarks.load.MessageReader.MessageListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
  private final Heard heard = new Heard();
  private final MessageReader reader = new MessageReader(Wire.JSON.dialect(), heard);

  @Test
  void findsSeveralMessagesInOneFrame() {
    reader.read(frame(0x81, "{1}\u001e{2}\u001e"));

    assertThat(heard.messages).containsExactly("{1}", "{2}");
  }

  @Test
  void findsAMessageThatIsSpreadOverFrames() {
    reader.read(
        Unpooled.wrappedBuffer(
            frame(0x01, "{1}\u001e{\"a"), frame(0x00, "\":"), frame(0x80, "2}\u001e{3}\u001e")));

    assertThat(heard.messages).containsExactly("{1}", "{\"a\":2}", "{3}");
  }

  @Test
  void leavesHalfAFrameUntilTheRestIsThere() {
    ByteBuf whole = frame(0x81, "x".repeat(200) + "\u001e");
    for (int end = 0; end < whole.readableBytes(); end++) {
      ByteBuf half = whole.slice(0, end);
      reader.read(half);
      assertThat(half.readableBytes()).isEqualTo(end);
    }
    assertThat(heard.messages).isEmpty();

    reader.read(whole);
    assertThat(heard.messages).containsExactly("x".repeat(200));
  }

  @Test
  void readsLengthsOfEightBytes() {
    reader.read(frame(0x81, "y".repeat(70_000) + "\u001e"));

    assertThat(heard.messages).containsExactly("y".repeat(70_000));
  }

  @Test
  void skipsPingsAndPongsAndHearsOfTheEnd() {
    reader.read(
        Unpooled.wrappedBuffer(frame(0x89, "ping\u001e"), frame(0x8a, ""), frame(0x88, "xx")));

    assertThat(heard.messages).isEmpty();
    assertThat(heard.closed).isTrue();
  }

  private static ByteBuf frame(int firstByte, String payload) {
    ByteBuf frame = Unpooled.buffer().writeByte(firstByte);
    int length = payload.length();
    if (length < 126) {
      frame.writeByte(length);
    } else if (length < 65_536) {
      frame.writeByte(126).writeShort(length);
    } else {
      frame.writeByte(127).writeLong(length);
    }
    return frame.writeBytes(payload.getBytes(US_ASCII));
  }

  private static final class Heard implements MessageListener {
    final List<String> messages = new ArrayList<>();
    boolean closed;

    @Override
    public void message(ByteBuf in, int from, int to) {
      messages.add(in.toString(from, to - from, US_ASCII));
    }

    @Override
    public void closed() {
      closed = true;
    }
  }
}
