package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class CallFrameTest {
  private static final String TEXT_OF_255 = "00000000000000ff" + "x".repeat(48);

  @Test
  void broadcastsATextThatBeginsWithItsNumber() {
    ByteBuf out = Unpooled.buffer();
    CallFrame.broadcast().writeTo(out, 255);

    assertThat(unmasked(out))
        .isEqualTo(
            "{\"type\":1,\"target\":\"Broadcast\",\"arguments\":[\"" + TEXT_OF_255 + "\"]}\u001e");
  }

  @Test
  void numbersTheInvocationOfAnEchoAndItsText() {
    ByteBuf out = Unpooled.buffer();
    CallFrame.echo().writeTo(out, 1);
    out.clear();
    CallFrame.echo().writeTo(out, 255);

    assertThat(unmasked(out))
        .isEqualTo(
            "{\"type\":1,\"invocationId\":\"00000000000000ff\",\"target\":\"Echo\",\"arguments\":[\""
                + TEXT_OF_255
                + "\"]}\u001e");
  }

  @Test
  void readsItsNumberBack() {
    ByteBuf text = Unpooled.copiedBuffer("--00000000deadbeefxx", US_ASCII);

    assertThat(CallFrame.numberAt(text, 2)).isEqualTo(0xdeadbeefL);
  }

  @Test
  void shakesHandsAndPings() {
    assertThat(unmasked(CallFrame.handshake()))
        .isEqualTo("{\"protocol\":\"json\",\"version\":1}\u001e");
    assertThat(unmasked(CallFrame.ping())).isEqualTo("{\"type\":6}\u001e");
  }

  private static String unmasked(ByteBuf frame) {
    assertThat(frame.readUnsignedByte()).isEqualTo((short) 0x81);
    int length = frame.readUnsignedByte();
    assertThat(length & 0x80).isEqualTo(0x80);
    length &= 0x7f;
    if (length == 126) {
      length = frame.readUnsignedShort();
    }
    byte[] mask = new byte[4];
    frame.readBytes(mask);
    byte[] payload = new byte[length];
    frame.readBytes(payload);
    assertThat(frame.isReadable()).isFalse();
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new String(payload, US_ASCII);
  }
}
