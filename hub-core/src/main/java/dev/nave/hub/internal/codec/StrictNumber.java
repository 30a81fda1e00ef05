package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Reads numbers and booleans. A primitive that is missing in an object has its default, while an
 * explicit null stays an error: Jackson by itself treats the two alike where an object is made by
 * its constructor, as records are. Text is no number, unless {@link JsonFormat} says that the
 * property is written as text.
 */
final class StrictNumber extends DelegatingDeserializer {
  private static final Map<Class<?>, Function<String, Object>> FROM_TEXT =
      Map.ofEntries(
          Map.entry(byte.class, Byte::valueOf),
          Map.entry(Byte.class, Byte::valueOf),
          Map.entry(short.class, Short::valueOf),
          Map.entry(Short.class, Short::valueOf),
          Map.entry(int.class, Integer::valueOf),
          Map.entry(Integer.class, Integer::valueOf),
          Map.entry(long.class, Long::valueOf),
          Map.entry(Long.class, Long::valueOf),
          Map.entry(float.class, StrictNumber::floatOf),
          Map.entry(Float.class, StrictNumber::floatOf),
          Map.entry(double.class, StrictNumber::doubleOf),
          Map.entry(Double.class, StrictNumber::doubleOf),
          Map.entry(BigInteger.class, BigInteger::new),
          Map.entry(BigDecimal.class, BigDecimal::new));

  private static final Set<Class<?>> FRACTIONS = Set.of(Float.class, Double.class);

  private final Class<?> type;
  private final boolean isText;

  StrictNumber(ValueDeserializer<?> inner, Class<?> type) {
    this(inner, type, false);
  }

  private StrictNumber(ValueDeserializer<?> inner, Class<?> type, boolean isText) {
    super(inner);
    this.type = type;
    this.isText = isText;
  }

  static boolean isFor(Class<?> type) {
    return FROM_TEXT.containsKey(type) || type == boolean.class;
  }

  /** Returns whether the number is read from text. */
  boolean isText() {
    return isText;
  }

  /** Returns the number, which is finite. */
  private static Float floatOf(String text) {
    float value = Float.parseFloat(text);
    return StrictNumbers.finite(value, text);
  }

  /** Returns the number, which is finite. */
  private static Double doubleOf(String text) {
    double value = Double.parseDouble(text);
    return StrictNumbers.finite(value, text);
  }

  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> inner) {
    return new StrictNumber(inner, type, isText);
  }

  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    JsonFormat.Value format = findFormatOverrides(context, property, type);
    boolean asText =
        format != null
            && format.getShape() == JsonFormat.Shape.STRING
            && FROM_TEXT.containsKey(type);
    ValueDeserializer<?> inner =
        context.handleSecondaryContextualization(_delegatee, property, context.constructType(type));
    return inner == _delegatee && asText == isText ? this : new StrictNumber(inner, type, asText);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return super.deserialize(parser, context);
    }
    if (isText) {
      return parse(parser.getString(), context);
    }
    return type.isPrimitive() || FRACTIONS.contains(type)
        ? context.handleUnexpectedToken(type, parser)
        : super.deserialize(parser, context);
  }

  private @Nullable Object parse(String text, DeserializationContext context) {
    Function<String, Object> reader = FROM_TEXT.get(type);
    if (reader != null
        && text.length() <= BoundTypes.maxNumberLength(context)
        && text.equals(text.strip())) {
      try {
        return reader.apply(text);
      } catch (NumberFormatException | ArithmeticException e) {
        return context.handleWeirdStringValue(type, text, "not a %s", type.getSimpleName());
      }
    }
    return context.reportInputMismatch(type, "not a %s", type.getSimpleName());
  }

  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    if (!type.isPrimitive()) {
      return super.getAbsentValue(context);
    }
    // The element of a fresh array is the default of its type.
    return Array.get(Array.newInstance(type, 1), 0);
  }
}
