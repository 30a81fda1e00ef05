package dev.nave.hub.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Reads {@code byte[]} from base64, and not from an array of numbers. Source: tried on the
 * reference server.
 */
final class Base64Only extends DelegatingDeserializer {
  Base64Only(ValueDeserializer<?> inner) {
    super(inner);
  }

  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> inner) {
    return new Base64Only(inner);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
    return parser.currentToken() == JsonToken.START_ARRAY
        ? context.handleUnexpectedToken(byte[].class, parser)
        : super.deserialize(parser, context);
  }
}
