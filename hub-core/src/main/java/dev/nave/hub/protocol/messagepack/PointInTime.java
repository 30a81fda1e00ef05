package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.TimeText;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;

/**
 * Points in time as .NET clients expect them: a DateTime is a timestamp, a DateTimeOffset an array
 * of the wall clock, as if it were UTC, and the offset in minutes.
 */
final class PointInTime {
  private static final int SECONDS_PER_MINUTE = 60;

  private PointInTime() {}

  /** Writes one type. */
  @FunctionalInterface
  interface Writer<T> {
    void write(T value, JsonGenerator generator, SerializationContext provider);
  }

  static void write(Instant time, JsonGenerator generator, SerializationContext provider) {
    generator.writeEmbeddedObject(time);
  }

  static void write(LocalDateTime time, JsonGenerator generator, SerializationContext provider) {
    generator.writeEmbeddedObject(time.toInstant(ZoneOffset.UTC));
  }

  static void write(Date time, JsonGenerator generator, SerializationContext provider) {
    generator.writeEmbeddedObject(time.toInstant());
  }

  /** An offset with seconds, which .NET does not have, goes as text. */
  static void write(OffsetDateTime time, JsonGenerator generator, SerializationContext provider) {
    int seconds = time.getOffset().getTotalSeconds();
    if (seconds % SECONDS_PER_MINUTE != 0) {
      generator.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
      return;
    }
    generator.writeStartArray(time, 2);
    generator.writeEmbeddedObject(time.toLocalDateTime().toInstant(ZoneOffset.UTC));
    generator.writeNumber(seconds / SECONDS_PER_MINUTE);
    generator.writeEndArray();
  }

  static void write(ZonedDateTime time, JsonGenerator generator, SerializationContext provider) {
    if (TimeText.isOffsetOnly(time, provider)) {
      write(time.toOffsetDateTime(), generator, provider);
    } else {
      generator.writeString(DateTimeFormatter.ISO_ZONED_DATE_TIME.format(time));
    }
  }
}
