package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Writes the times of which Jackson would lose a part, and a year as the number that it is. A
 * property with a format of its own is written as that says.
 */
public final class TimeText<T> extends StdScalarSerializer<T> implements ContextualSerializer {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Jackson's classes are serializable; this one never is serialized.
  private final JsonSerializer<T> inner;

  private TimeText(Class<T> type, JsonSerializer<T> inner) {
    super(type);
    this.inner = inner;
  }

  /** Returns {@code inner}, which writes {@code type}, or what is to be used instead. */
  @SuppressWarnings("unchecked") // inner is what writes the type.
  static JsonSerializer<?> around(Class<?> type, JsonSerializer<?> inner) {
    if (type == Date.class) {
      return new TimeText<>(Date.class, (JsonSerializer<Date>) inner);
    }
    if (type == Year.class) {
      return new TimeText<>(Year.class, (JsonSerializer<Year>) inner);
    }
    return type == ZonedDateTime.class
        ? new TimeText<>(ZonedDateTime.class, (JsonSerializer<ZonedDateTime>) inner)
        : inner;
  }

  /**
   * Makes sure that a time is in a zone that is no more than an offset: clients know no others.
   *
   * @return false if the application wants the id of the zone to be written
   */
  public static boolean isOffsetOnly(ZonedDateTime time, SerializerProvider provider)
      throws JsonMappingException {
    if (time.getZone().normalized() instanceof ZoneOffset) {
      return true;
    }
    if (provider.isEnabled(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)) {
      return false;
    }
    return provider.reportBadDefinition(
        ZonedDateTime.class,
        "the time zone "
            + time.getZone()
            + " would be lost, since clients know no zones; send toOffsetDateTime() or"
            + " toInstant(), or enable WRITE_DATES_WITH_ZONE_ID");
  }

  @Override
  @SuppressWarnings("unchecked") // It writes the same type in another way.
  public JsonSerializer<?> createContextual(
      SerializerProvider provider, @Nullable BeanProperty property) throws JsonMappingException {
    JsonSerializer<T> contextual =
        (JsonSerializer<T>) provider.handleSecondaryContextualization(inner, property);
    return StrictTime.isOwnFormat(findFormatOverrides(provider, property, handledType()))
        ? contextual
        : new TimeText<>(handledType(), contextual);
  }

  @Override
  public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
      throws IOException {
    if (value instanceof Date date) {
      // Jackson counts days before 1582 by another calendar.
      generator.writeString(date.toInstant().toString());
      return;
    }
    if (value instanceof Year year) {
      generator.writeNumber(year.getValue());
      return;
    }
    if (value instanceof ZonedDateTime time) {
      isOffsetOnly(time, provider);
    }
    inner.serialize(value, generator, provider);
  }
}
