package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.nave.hub.internal.codec.StrictTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type that is a point in time: from a timestamp, from the two items that .NET makes of a
 * DateTimeOffset (the wall clock as if it were UTC, and the offset in minutes), or from the text
 * that JSON has.
 */
final class InstantDeserializer<T> extends StdScalarDeserializer<T>
    implements ContextualDeserializer {
  private static final long serialVersionUID = 1L;
  private static final int SECONDS_PER_MINUTE = 60;

  private final Class<T> type;

  @SuppressWarnings("serial") // Jackson's classes are serializable; this one never is serialized.
  private final JsonDeserializer<?> asText;

  @SuppressWarnings("serial") // Jackson's classes are serializable; this one never is serialized.
  private final Conversion<T> conversion;

  /**
   * Creates what reads one type.
   *
   * @param asText what reads it in JSON if a property has a format of its own
   */
  InstantDeserializer(Class<T> type, JsonDeserializer<?> asText, Conversion<T> conversion) {
    super(type);
    this.type = type;
    this.asText = asText;
    this.conversion = conversion;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) throws JsonMappingException {
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
  public @Nullable T deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    try {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return type.cast(StrictTime.parse(type, parser.getText()));
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

  private @Nullable OffsetDateTime read(JsonParser parser, DeserializationContext context)
      throws IOException {
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

  private @Nullable OffsetDateTime timestamp(JsonParser parser, DeserializationContext context)
      throws IOException {
    Instant instant = instant(parser, context);
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private @Nullable Instant instant(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
        && parser.getEmbeddedObject() instanceof Instant instant) {
      return instant;
    }
    return (Instant) context.handleUnexpectedToken(handledType(), parser);
  }
}
