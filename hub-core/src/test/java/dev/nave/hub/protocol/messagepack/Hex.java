package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes MessagePack as hexadecimal digits; blanks do not count. */
final class Hex {
  private Hex() {}

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static String text(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** Puts the length in front. */
  static byte[] frame(byte[] body) {
    ByteBuilder out = new ByteBuilder(16);
    out.write(new byte[VarInt.size(body.length)]);
    VarInt.set(body.length, out, 0);
    out.write(body);
    return out.toByteArray();
  }

  /** Reads a message without its length, from the middle of a larger array. */
  static @Nullable HubMessage read(HubProtocol protocol, String hex) throws ProtocolException {
    byte[] frame = frame(bytes(hex));
    byte[] larger = new byte[frame.length + 20];
    Arrays.fill(larger, (byte) 0xC1);
    System.arraycopy(frame, 0, larger, 10, frame.length);
    return protocol.read(larger, 10, 10 + frame.length);
  }

  static <M extends HubMessage> M read(HubProtocol protocol, Class<M> type, String hex)
      throws ProtocolException {
    return type.cast(Objects.requireNonNull(read(protocol, hex)));
  }

  /** Writes {@code message} and returns it without its length. */
  static String write(HubProtocol protocol, HubMessage message) throws ProtocolException {
    byte[] frame = protocol.write(message);
    int start = VarInt.end(frame, 0, frame.length);
    if (VarInt.read(frame, 0, start) != frame.length - start) {
      throw new AssertionError("the length is wrong: " + text(frame));
    }
    return text(Arrays.copyOfRange(frame, start, frame.length));
  }
}
