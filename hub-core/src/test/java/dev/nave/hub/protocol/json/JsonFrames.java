package dev.nave.hub.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes JSON messages as text. */
final class JsonFrames {
  private JsonFrames() {}

  /** Reads {@code text} as one frame, from the middle of a larger array. */
  static @Nullable HubMessage read(HubProtocol protocol, String text) throws ProtocolException {
    byte[] frame = ("before\u001e" + text + "\u001eafter").getBytes(UTF_8);
    return protocol.read(frame, 7, frame.length - 5);
  }

  static <M extends HubMessage> M read(HubProtocol protocol, Class<M> type, String text)
      throws ProtocolException {
    return type.cast(Objects.requireNonNull(read(protocol, text)));
  }

  /** Writes {@code message} and returns it without its separator. */
  static String write(HubProtocol protocol, HubMessage message) {
    String frame = new String(protocol.write(message), UTF_8);
    if (frame.indexOf('\u001e') != frame.length() - 1) {
      throw new AssertionError("not one record: " + frame);
    }
    return frame.substring(0, frame.length() - 1);
  }
}
