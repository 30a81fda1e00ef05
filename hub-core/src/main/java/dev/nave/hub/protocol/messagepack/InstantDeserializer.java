package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type that is a point in time: from a timestamp, from the two items that .NET makes of a
 * DateTimeOffset (the wall clock as if it were UTC, and the offset in minutes), or from ISO-8601
 * text, where without an offset UTC is meant.
 */
final class InstantDeserializer<T> extends StdScalarDeserializer<T> {
  private static final long serialVersionUID = 1L;
  private static final int SECONDS_PER_MINUTE = 60;

  @SuppressWarnings("serial") // Jackson's classes are serializable; nobody serializes this one.
  private final Conversion<T> conversion;

  InstantDeserializer(Class<T> type, Conversion<T> conversion) {
    super(type);
    this.conversion = conversion;
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
      OffsetDateTime time = read(parser, context);
      return time == null ? null : conversion.from(time);
    } catch (DateTimeException e) {
      return context.reportInputMismatch(handledType(), "%s", e.getMessage());
    }
  }

  private @Nullable OffsetDateTime read(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              parser.getText(), OffsetDateTime::from, LocalDateTime::from);
      return time instanceof LocalDateTime local
          ? local.atOffset(ZoneOffset.UTC)
          : OffsetDateTime.from(time);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
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
    if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
        && parser.getEmbeddedObject() instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return (OffsetDateTime) context.handleUnexpectedToken(handledType(), parser);
  }
}
