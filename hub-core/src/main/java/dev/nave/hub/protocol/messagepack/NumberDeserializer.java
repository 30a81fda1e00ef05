package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.BoundTypes;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads a number of any size, from a number or from its digits, which is how it is written. */
final class NumberDeserializer<T extends Number> extends StdScalarDeserializer<T> {
  private final Function<String, T> parse;

  private final boolean acceptsFractions;

  NumberDeserializer(Class<T> type, Function<String, T> parse, boolean acceptsFractions) {
    super(type);
    this.parse = parse;
    this.acceptsFractions = acceptsFractions;
  }

  @Override
  public @Nullable T deserialize(JsonParser parser, DeserializationContext context) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING
        || token == JsonToken.VALUE_NUMBER_INT
        || (token == JsonToken.VALUE_NUMBER_FLOAT && acceptsFractions)) {
      return parse(parser.getString(), context);
    }
    return handledType().cast(context.handleUnexpectedToken(handledType(), parser));
  }

  @SuppressWarnings("unchecked") // the type given to the constructor
  @Override
  public Class<T> handledType() {
    return (Class<T>) super.handledType();
  }

  private @Nullable T parse(String text, DeserializationContext context) {
    int most = BoundTypes.maxNumberLength(context);
    if (text.length() <= most) {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        return context.reportInputMismatch(handledType(), "not a number");
      }
    }
    return context.reportInputMismatch(
        handledType(), "a number of %d characters, of at most %d", text.length(), most);
  }
}
