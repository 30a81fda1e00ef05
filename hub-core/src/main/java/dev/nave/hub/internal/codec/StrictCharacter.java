package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a character: a string of one, and not a number, which Jackson takes for its code. */
final class StrictCharacter extends DelegatingDeserializer {
  private static final long serialVersionUID = 1L;
  private final Class<?> type;

  StrictCharacter(JsonDeserializer<?> inner, Class<?> type) {
    super(inner);
    this.type = type;
  }

  @Override
  protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> inner) {
    return new StrictCharacter(inner, type);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 1) {
      return parser.getText().charAt(0);
    }
    return context.handleUnexpectedToken(type, parser);
  }

  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return type.isPrimitive() ? (Object) '\0' : null;
  }
}
