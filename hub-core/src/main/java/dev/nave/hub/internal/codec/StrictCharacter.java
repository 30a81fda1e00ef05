package dev.nave.hub.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/** Reads a character: a string of one, and not a number, which Jackson takes for its code. */
final class StrictCharacter extends DelegatingDeserializer {
  private final Class<?> type;

  StrictCharacter(ValueDeserializer<?> inner, Class<?> type) {
    super(inner);
    this.type = type;
  }

  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> inner) {
    return new StrictCharacter(inner, type);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() == 1) {
      return parser.getString().charAt(0);
    }
    return context.handleUnexpectedToken(type, parser);
  }

  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return type.isPrimitive() ? (Object) '\0' : null;
  }
}
