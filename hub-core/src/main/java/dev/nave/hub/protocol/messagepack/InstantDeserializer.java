package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.StrictTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads a type that is a point in time: from a timestamp, from the two items that .NET makes of a
 * DateTimeOffset (the wall clock as if it were UTC, and the offset in minutes), or from the text
 * that JSON has.
 */
final class InstantDeserializer<T> extends StdScalarDeserializer<T> {
  private static final int SECONDS_PER_MINUTE = 60;

  private final Class<T> type;
  private final ValueDeserializer<?> asText;

  private final Conversion<T> conversion;

  /**
   * Creates what reads one type.
   *
   * @param asText what reads it in JSON if a property has a format of its own
   */
  InstantDeserializer(Class<T> type, ValueDeserializer<?> asText, Conversion<T> conversion) {
    super(type);
    this.type = type;
    this.asText = asText;
    this.conversion = conversion;
  }

  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    return StrictTime.isOwnFormat(findFormatOverrides(context, property, type))
        ? context.handleSecondaryContextualization(asText, property, context.constructType(type))
        : this;
  }

  /** Makes the type asked for. */
  @FunctionalInterface
  interface Conversion<T> {
    T from(OffsetDateTime time);
  }

  @Override
  public @Nullable T deserialize(JsonParser parser, DeserializationContext context) {
    try {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return type.cast(StrictTime.parse(type, parser.getString()));
      }
      if (type == Instant.class && parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) {
        return type.cast(instant(parser, context)); // It reaches farther than other types do.
      }
      OffsetDateTime time = read(parser, context);
      return time == null ? null : conversion.from(time);
    } catch (DateTimeException e) {
      return context.reportInputMismatch(handledType(), "%s", e.getMessage());
    }
  }

  private @Nullable OffsetDateTime read(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      parser.nextToken();
      OffsetDateTime wallClock = timestamp(parser, context);
      parser.nextToken();
      int minutes = parser.getIntValue();
      if (wallClock == null || parser.nextToken() != JsonToken.END_ARRAY) {
        return context.reportInputMismatch(handledType(), "not a timestamp and an offset");
      }
      ZoneOffset offset =
          ZoneOffset.ofTotalSeconds(Math.multiplyExact(minutes, SECONDS_PER_MINUTE));
      return wallClock.toLocalDateTime().atOffset(offset);
    }
    return timestamp(parser, context);
  }

  private @Nullable OffsetDateTime timestamp(JsonParser parser, DeserializationContext context) {
    Instant instant = instant(parser, context);
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private @Nullable Instant instant(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
        && parser.getEmbeddedObject() instanceof Instant instant) {
      return instant;
    }
    return (Instant) context.handleUnexpectedToken(handledType(), parser);
  }
}
