package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarIntTest {
  @ParameterizedTest
  @CsvSource({
    "0,00",
    "53,35",
    "127,7F",
    "128,80 01",
    "300,AC 02",
    "5248,80 29",
    "16383,FF 7F",
    "16384,80 80 01",
    "2097152,80 80 80 01",
    "2147483647,FF FF FF FF 07",
  })
  void readsAndWritesTheKnownVectors(int value, String hex) throws Exception {
    byte[] bytes = Hex.bytes(hex);
    assertThat(VarInt.end(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    assertThat(VarInt.read(bytes, 0, bytes.length)).isEqualTo(value);
    assertThat(VarInt.size(value)).isEqualTo(bytes.length);

    ByteBuilder out = new ByteBuilder(0);
    out.write(new byte[bytes.length]);
    VarInt.set(value, out, 0);
    assertThat(out.toByteArray(0)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FF FF FF FF 08", "FF FF FF FF 0F", "FF FF FF FF FF 01"})
  void refusesMoreThan2GiB(String hex) {
    byte[] bytes = Hex.bytes(hex);
    assertThatThrownBy(() -> VarInt.end(bytes, 0, bytes.length))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("Messages over 2GB in size are not supported.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80", "FF FF FF FF"})
  void waitsForTheRest(String hex) throws Exception {
    byte[] bytes = Hex.bytes(hex);
    assertThat(VarInt.end(bytes, 0, bytes.length)).isEqualTo(HubProtocol.INCOMPLETE);
  }

  @Test
  void findsTheEndOfAFrame() throws Exception {
    MessagePackHubProtocol protocol = MessagePackHubProtocol.create();
    byte[] bytes = Hex.bytes("C1 02 91 06 02 91 06");
    assertThat(protocol.frameEnd(bytes, 1, 7, 3)).isEqualTo(4);
    assertThat(protocol.frameEnd(bytes, 1, 4, 3)).isEqualTo(4);
    assertThat(protocol.frameEnd(bytes, 1, 3, 3)).isEqualTo(HubProtocol.INCOMPLETE);
    assertThat(protocol.frameEnd(bytes, 1, 1, 3)).isEqualTo(HubProtocol.INCOMPLETE);
    assertThat(protocol.frameEnd(bytes, 4, 7, Integer.MAX_VALUE)).isEqualTo(7);
  }

  @Test
  void refusesAFrameAboveTheLimitAsSoonAsItsLengthIsKnown() {
    MessagePackHubProtocol protocol = MessagePackHubProtocol.create();
    for (String hex : new String[] {"C8 01", "FF FF FF FF 07"}) {
      byte[] bytes = Hex.bytes(hex);
      assertThatThrownBy(() -> protocol.frameEnd(bytes, 0, bytes.length, 200))
          .isInstanceOf(ProtocolException.class)
          .hasMessage(
              "The maximum message size of 200B was exceeded. The message size can be configured"
                  + " in AddHubOptions.");
    }
  }
}
