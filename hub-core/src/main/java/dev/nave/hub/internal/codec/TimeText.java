package dev.nave.hub.internal.codec;

import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * Writes the times of which Jackson would lose a part, and a year as the number that it is. A
 * property with a format of its own is written as that says.
 */
public final class TimeText<T> extends StdScalarSerializer<T> {
  private final Class<T> type;
  private final ValueSerializer<T> inner;

  private TimeText(Class<T> type, ValueSerializer<T> inner) {
    super(type);
    this.type = type;
    this.inner = inner;
  }

  /** Returns {@code inner}, which writes {@code type}, or what is to be used instead. */
  @SuppressWarnings("unchecked") // inner is what writes the type.
  static ValueSerializer<?> around(Class<?> type, ValueSerializer<?> inner) {
    if (type == Date.class) {
      return new TimeText<>(Date.class, (ValueSerializer<Date>) inner);
    }
    if (type == Year.class) {
      return new TimeText<>(Year.class, (ValueSerializer<Year>) inner);
    }
    return type == ZonedDateTime.class
        ? new TimeText<>(ZonedDateTime.class, (ValueSerializer<ZonedDateTime>) inner)
        : inner;
  }

  /**
   * Makes sure that a time is in a zone that is no more than an offset: clients know no others.
   *
   * @return false if the application wants the id of the zone to be written
   */
  public static boolean isOffsetOnly(ZonedDateTime time, SerializationContext provider) {
    if (time.getZone().normalized() instanceof ZoneOffset) {
      return true;
    }
    if (provider.isEnabled(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)) {
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
  public ValueSerializer<?> createContextual(
      SerializationContext provider, @Nullable BeanProperty property) {
    ValueSerializer<T> contextual =
        (ValueSerializer<T>) provider.handleSecondaryContextualization(inner, property);
    return StrictTime.isOwnFormat(findFormatOverrides(provider, property, type))
        ? contextual
        : new TimeText<>(type, contextual);
  }

  @Override
  public void serialize(T value, JsonGenerator generator, SerializationContext provider) {
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
