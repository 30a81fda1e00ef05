package dev.nave.contract.mapping;

import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.AnyOf;
import dev.nave.contract.model.ValueType.Kind;
import dev.nave.contract.model.ValueType.Simple;
import dev.nave.contract.model.ValueType.Tuple;
import dev.nave.contract.model.WireProtocol;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
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
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ValueSerializer;

/**
 * The values without parts: what Jackson's description of a serializer leaves open. Source of the
 * facts: {@code docs/values.md}. Immutable.
 */
final class Scalars {
  private static final String OF_MESSAGE_PACK = "dev.nave.hub.protocol.messagepack.";
  private static final List<String> KNOWN_SERIALIZERS =
      List.of("tools.jackson.", "dev.nave.hub.internal.codec.", OF_MESSAGE_PACK);

  private static final Map<Class<?>, Simple> TEXTS =
      Map.ofEntries(
          Map.entry(Instant.class, text("date-time", "A point in time (ISO 8601).")),
          Map.entry(Date.class, text("date-time", "A point in time (ISO 8601).")),
          Map.entry(OffsetDateTime.class, text("date-time", "A time with offset (ISO 8601).")),
          Map.entry(ZonedDateTime.class, text("date-time", "A time with offset (ISO 8601).")),
          Map.entry(LocalDateTime.class, text("", "A time without offset (ISO 8601).")),
          Map.entry(LocalDate.class, text("date", "A date (ISO 8601).")),
          Map.entry(LocalTime.class, text("", "A time of day (ISO 8601).")),
          Map.entry(OffsetTime.class, text("time", "A time of day with offset (ISO 8601).")),
          Map.entry(YearMonth.class, text("", "A month of a year, such as 2026-11.")),
          Map.entry(MonthDay.class, text("", "A day of a month, such as --11-05.")),
          Map.entry(Duration.class, text("duration", "A length of time (ISO 8601).")),
          Map.entry(Period.class, text("duration", "A length of time in days (ISO 8601).")),
          Map.entry(ZoneId.class, text("", "A time zone, such as Europe/Berlin.")),
          Map.entry(UUID.class, text("uuid", "")),
          Map.entry(URI.class, text("uri-reference", "")),
          Map.entry(URL.class, text("uri", "")));

  private final WireProtocol protocol;

  Scalars(WireProtocol protocol) {
    this.protocol = protocol;
  }

  private static Simple text(String format, String note) {
    return new Simple(Kind.TEXT, format, note);
  }

  /** Returns what a class is whatever Jackson says of it; null if that is to be asked. */
  @Nullable ValueType fixed(Class<?> type, ValueSerializer<?> serializer) {
    if (!isKnown(serializer)) {
      return null; // The application's own.
    }
    if (type == byte[].class || ByteBuffer.class.isAssignableFrom(type)) {
      return protocol == WireProtocol.JSON
          ? text("byte", "Bytes as base64.")
          : ValueType.of(Kind.BINARY);
    }
    if (type == char[].class) {
      return ValueType.TEXT;
    }
    if (type == Year.class && serializer.getClass().getSimpleName().equals("TimeText")) {
      return new Simple(Kind.INTEGER, "int32", "A year.");
    }
    return serializer.getClass().getName().startsWith(OF_MESSAGE_PACK) ? ofMessagePack(type) : null;
  }

  private static @Nullable ValueType ofMessagePack(Class<?> type) {
    if (type == OffsetDateTime.class || type == ZonedDateTime.class) {
      return new Tuple(
          List.of(
              ValueType.of(Kind.TIMESTAMP),
              new Simple(Kind.INTEGER, "int32", "The offset in minutes.")));
    }
    if (type == Duration.class) {
      return new AnyOf(
          List.of(new Simple(Kind.INTEGER, "int64", "A number of 100 ns."), ValueType.TEXT));
    }
    return ValueType.of(Kind.TIMESTAMP);
  }

  /**
   * Returns more of what is known of a value without parts.
   *
   * @param hasOwnFormat whether its property says how it is written
   */
  ValueType refined(
      Class<?> type, ValueSerializer<?> serializer, Simple found, boolean hasOwnFormat) {
    if (!isKnown(serializer)) {
      return found;
    }
    if (protocol != WireProtocol.JSON && found.kind() != Kind.TEXT) {
      if (type == BigDecimal.class) {
        return text("", "A decimal number.");
      }
      if (type == BigInteger.class) {
        return new AnyOf(List.of(found, ValueType.TEXT));
      }
    }
    if (found.kind() == Kind.TEXT && !hasOwnFormat) {
      for (Map.Entry<Class<?>, Simple> each : TEXTS.entrySet()) {
        if (each.getKey().isAssignableFrom(type)) {
          return each.getValue();
        }
      }
    }
    if (found.kind() == Kind.INTEGER && type.getName().startsWith("java.time.")) {
      return ValueType.of(Kind.NUMBER); // Seconds, with a fraction.
    }
    if (type == long.class || type == Long.class) {
      return found.kind() == Kind.INTEGER
          ? new Simple(Kind.INTEGER, "int64", "64 bits: JavaScript rounds it beyond 2^53.")
          : found;
    }
    if (type == BigInteger.class && found.kind() == Kind.INTEGER) {
      return new Simple(Kind.INTEGER, "", "Of any size: JavaScript rounds it beyond 2^53.");
    }
    if (type == BigDecimal.class && found.kind() != Kind.TEXT) {
      return new Simple(Kind.NUMBER, "", "Of any size and precision: JavaScript rounds it.");
    }
    return found;
  }

  /** Returns whether a serializer is of Jackson or of the server, and what it writes is known. */
  static boolean isKnown(ValueSerializer<?> serializer) {
    return KNOWN_SERIALIZERS.stream().anyMatch(serializer.getClass().getName()::startsWith);
  }
}
