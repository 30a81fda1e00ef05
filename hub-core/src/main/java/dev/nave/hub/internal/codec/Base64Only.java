package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code byte[]} from base64, and not from an array of numbers. Source: tried on the
 * reference server.
 */
final class Base64Only extends DelegatingDeserializer {
  private static final long serialVersionUID = 1L;

  Base64Only(JsonDeserializer<?> inner) {
    super(inner);
  }

  @Override
  protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> inner) {
    return new Base64Only(inner);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return parser.currentToken() == JsonToken.START_ARRAY
        ? context.handleUnexpectedToken(byte[].class, parser)
        : super.deserialize(parser, context);
  }
}
