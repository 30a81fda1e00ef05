package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Reads times as the table in docs/values.md says: from ISO-8601 text that has exactly what the
 * type has. A number is no time: the reference server refuses it, and whether it counts seconds or
 * milliseconds is a guess. A property with a {@link JsonFormat} of its own is read as that says.
 */
public final class StrictTime extends DelegatingDeserializer {
  private static final int NANOS_PER_MILLI = 1_000_000;

  private static final Map<Class<?>, Function<String, Object>> FROM_TEXT =
      Map.ofEntries(
          Map.entry(Instant.class, StrictTime::instant),
          Map.entry(OffsetDateTime.class, OffsetDateTime::parse),
          Map.entry(ZonedDateTime.class, StrictTime::zoned),
          Map.entry(LocalDateTime.class, StrictTime::local),
          Map.entry(LocalDate.class, LocalDate::parse),
          Map.entry(LocalTime.class, LocalTime::parse),
          Map.entry(OffsetTime.class, OffsetTime::parse),
          Map.entry(YearMonth.class, YearMonth::parse),
          Map.entry(MonthDay.class, MonthDay::parse),
          Map.entry(Duration.class, Duration::parse),
          Map.entry(Period.class, Period::parse),
          Map.entry(ZoneId.class, ZoneId::of),
          Map.entry(ZoneOffset.class, ZoneOffset::of),
          Map.entry(Date.class, text -> toDate(instant(text))));

  private final Class<?> type;

  StrictTime(ValueDeserializer<?> inner, Class<?> type) {
    super(inner);
    this.type = type;
  }

  static boolean isFor(Class<?> type) {
    return FROM_TEXT.containsKey(type) || type == Year.class;
  }

  /** Returns whether a property says itself how its time is written. */
  public static boolean isOwnFormat(JsonFormat.@Nullable Value format) {
    return format != null
        && (format.hasPattern()
            || (format.hasShape() && format.getShape() != JsonFormat.Shape.ANY));
  }

  /**
   * Reads a time from ISO-8601 text.
   *
   * @throws DateTimeException if the text is none, or has less or more than {@code type}
   */
  public static Object parse(Class<?> type, String text) {
    Function<String, Object> parser = FROM_TEXT.get(type);
    if (parser == null) {
      throw new DateTimeException("a " + type.getSimpleName() + " is not text");
    }
    return parser.apply(text);
  }

  /** Returns {@code instant} as a Date, if it is a whole number of milliseconds. */
  public static Date toDate(Instant instant) {
    if (instant.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI != 0) {
      throw new DateTimeException("a java.util.Date counts milliseconds, but this is " + instant);
    }
    try {
      return Date.from(instant);
    } catch (IllegalArgumentException e) {
      throw new DateTimeException(instant + " is out of the range of java.util.Date", e);
    }
  }

  /** Years beyond 9999 have a sign, and may be farther away than those of other types. */
  private static Instant instant(String text) {
    return text.startsWith("+") || text.startsWith("-")
        ? DateTimeFormatter.ISO_INSTANT.parse(text, Instant::from)
        : OffsetDateTime.parse(text).toInstant();
  }

  private static ZonedDateTime zoned(String text) {
    TemporalAccessor read = DateTimeFormatter.ISO_ZONED_DATE_TIME.parse(text);
    ZonedDateTime zoned = ZonedDateTime.from(read);
    if (zoned.getOffset().getTotalSeconds() != read.get(ChronoField.OFFSET_SECONDS)) {
      throw new DateTimeException("the zone has another offset at that time: " + text);
    }
    return zoned;
  }

  /** JavaScript writes every time in UTC, and says so. */
  private static LocalDateTime local(String text) {
    return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
  }

  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> inner) {
    return new StrictTime(inner, type);
  }

  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    return isOwnFormat(findFormatOverrides(context, property, type))
        ? context.handleSecondaryContextualization(
            _delegatee, property, context.constructType(type))
        : this;
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
    try {
      if (type == Year.class && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return Year.of(parser.getIntValue());
      } else if (type != Year.class && parser.currentToken() == JsonToken.VALUE_STRING) {
        return parse(type, parser.getString());
      }
    } catch (DateTimeException e) {
      return context.reportInputMismatch(type, "%s", e.getMessage());
    }
    return context.reportInputMismatch(
        type,
        "a %s is read from %s, but this is %s",
        type.getSimpleName(),
        type == Year.class ? "a number" : "ISO-8601 text",
        parser.currentToken());
  }
}
