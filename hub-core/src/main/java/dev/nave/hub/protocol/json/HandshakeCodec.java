package dev.nave.hub.protocol.json;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.JsonText;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.protocol.HandshakeRequest;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads and answers the first message of a connection, which is JSON whatever protocol it asks for.
 * Any thread.
 *
 * <p>Source: HubProtocol.md, "Overview"; the texts are those of the reference server's
 * HandshakeProtocol.
 */
public final class HandshakeCodec {
  private static final byte[] ACCEPTED = {'{', '}', StrictJson.SEPARATOR};

  /** How much of a client's own message is shown to it, in bytes. */
  private static final int MAX_SHOWN_BYTES = 256;

  private HandshakeCodec() {}

  /**
   * Returns the index just behind the handshake that begins {@code bytes[from, to)}, its separator
   * included, or {@link HubProtocol#INCOMPLETE}.
   *
   * @throws ProtocolException if the handshake is larger than {@code maxBytes}, or will be
   */
  public static int frameEnd(byte[] bytes, int from, int to, int maxBytes)
      throws ProtocolException {
    return frameEnd(bytes, from, from, to, maxBytes);
  }

  /**
   * Like {@link #frameEnd(byte[], int, int, int)}, for a reader that asked before.
   *
   * @param seen the end of the bytes that were {@link HubProtocol#INCOMPLETE}
   * @throws ProtocolException if the handshake is larger than {@code maxBytes}, or will be
   */
  public static int frameEnd(byte[] bytes, int from, int seen, int to, int maxBytes)
      throws ProtocolException {
    return StrictJson.recordEnd(bytes, from, seen, to, maxBytes);
  }

  /**
   * Parses the one whole handshake {@code bytes[from, to)}. Whether there is such a protocol, and
   * such a version of it, is not looked at.
   *
   * @throws ProtocolException if it is no handshake
   */
  public static HandshakeRequest read(byte[] bytes, int from, int to) throws ProtocolException {
    int end = to - 1;
    try (JsonParser parser = StrictJson.openObject(bytes, from, end)) {
      return read(parser, bytes, from, end);
    } catch (JacksonException e) {
      throw StrictJson.notJson(e);
    }
  }

  private static HandshakeRequest read(JsonParser parser, byte[] bytes, int from, int end)
      throws ProtocolException {
    String protocol = null;
    Integer version = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "protocol" -> protocol = StrictJson.string(parser, name);
        case "version" ->
            version = value == JsonToken.VALUE_NULL ? null : StrictJson.int32(parser, name);
        default -> parser.skipChildren();
      }
    }
    StrictJson.expectEnd(parser);
    if (protocol == null) {
      throw missing("protocol", bytes, from, end);
    }
    if (version == null) {
      throw missing("version", bytes, from, end);
    }
    return new HandshakeRequest(protocol, version);
  }

  /**
   * Returns the answer to a handshake, its separator included.
   *
   * @param error why the connection ends; null to accept
   */
  public static byte[] response(@Nullable String error) {
    if (error == null) {
      return ACCEPTED.clone();
    }
    ByteBuilder out = new ByteBuilder(error.length() + 16);
    out.writeAscii("{\"error\":");
    JsonText.write(error, out);
    out.write('}');
    out.write(StrictJson.SEPARATOR);
    return out.toByteArray();
  }

  private static ProtocolException missing(String property, byte[] bytes, int from, int end) {
    int shown = Math.min(end - from, MAX_SHOWN_BYTES);
    String content = new String(bytes, from, shown, StandardCharsets.UTF_8);
    return new ProtocolException(
        "Missing required property '"
            + property
            + "'. Message content: "
            + content
            + (shown < end - from ? "…" : ""));
  }
}
