package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.ByteBuilder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads {@code byte[]}: from binary, from a string (its UTF-8 bytes, because old MessagePack had
 * only one type for both), or from an array of integers of 8 bits. Source: tried on the reference
 * server.
 */
final class BytesDeserializer extends StdScalarDeserializer<byte[]> {
  BytesDeserializer() {
    super(byte[].class);
  }

  @Override
  public byte @Nullable [] deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
        && parser.getEmbeddedObject() instanceof byte[] bytes) {
      return bytes;
    } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getString().getBytes(StandardCharsets.UTF_8);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      return integers(parser, context);
    }
    return (byte[]) context.handleUnexpectedToken(byte[].class, parser);
  }

  private static byte[] integers(JsonParser parser, DeserializationContext context) {
    ByteBuilder bytes = new ByteBuilder(64);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int value = parser.getIntValue();
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || value < -128 || value > 255) {
        return context.reportInputMismatch(byte[].class, "%d is not a byte", value);
      }
      bytes.write(value);
    }
    return bytes.toByteArray();
  }
}
