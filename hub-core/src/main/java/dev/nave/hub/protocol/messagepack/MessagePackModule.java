package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.StrictTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.jdk.JavaUtilDateDeserializer;
import tools.jackson.databind.ext.javatime.deser.DurationDeserializer;
import tools.jackson.databind.ext.javatime.deser.LocalDateTimeDeserializer;
import tools.jackson.databind.ext.javatime.ser.DurationSerializer;
import tools.jackson.databind.ext.javatime.ser.InstantSerializer;
import tools.jackson.databind.ext.javatime.ser.LocalDateTimeSerializer;
import tools.jackson.databind.ext.javatime.ser.OffsetDateTimeSerializer;
import tools.jackson.databind.ext.javatime.ser.ZonedDateTimeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.jdk.JavaUtilDateSerializer;

/**
 * The Java types that MessagePack carries in another way than JSON does.
 *
 * <p>Source: section "Timestamp extension type" of the MessagePack specification, and the
 * formatters that .NET clients use: points in time are timestamps, with an offset they are what a
 * DateTimeOffset is, a length of time is a number of 100 ns, and a {@code LocalDateTime} is taken
 * for UTC.
 */
final class MessagePackModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  MessagePackModule() {
    super("MessagePack");
    addInstants();
    addSerializer(Duration.class, new DurationFormat.Serializer(DurationSerializer.INSTANCE));
    addDeserializer(Duration.class, new DurationFormat.Deserializer(DurationDeserializer.INSTANCE));
    addDeserializer(String.class, new StringDeserializer());
    addDeserializer(byte[].class, new BytesDeserializer());
    addDeserializer(
        BigDecimal.class, new NumberDeserializer<>(BigDecimal.class, BigDecimal::new, true));
    addDeserializer(
        BigInteger.class, new NumberDeserializer<>(BigInteger.class, BigInteger::new, false));
  }

  private void addInstants() {
    write(Instant.class, InstantSerializer.INSTANCE, PointInTime::write);
    write(OffsetDateTime.class, OffsetDateTimeSerializer.INSTANCE, PointInTime::write);
    write(ZonedDateTime.class, ZonedDateTimeSerializer.INSTANCE, PointInTime::write);
    write(LocalDateTime.class, LocalDateTimeSerializer.INSTANCE, PointInTime::write);
    write(Date.class, JavaUtilDateSerializer.instance, PointInTime::write);

    read(
        Instant.class,
        tools.jackson.databind.ext.javatime.deser.InstantDeserializer.INSTANT,
        OffsetDateTime::toInstant);
    read(
        OffsetDateTime.class,
        tools.jackson.databind.ext.javatime.deser.InstantDeserializer.OFFSET_DATE_TIME,
        time -> time);
    read(
        ZonedDateTime.class,
        tools.jackson.databind.ext.javatime.deser.InstantDeserializer.ZONED_DATE_TIME,
        OffsetDateTime::toZonedDateTime);
    read(LocalDateTime.class, LocalDateTimeDeserializer.INSTANCE, MessagePackModule::local);
    read(Date.class, new JavaUtilDateDeserializer(), time -> StrictTime.toDate(time.toInstant()));
  }

  /** A wall clock of another zone would be another time without its offset. */
  private static LocalDateTime local(OffsetDateTime time) {
    if (!time.getOffset().equals(ZoneOffset.UTC)) {
      throw new DateTimeException("a LocalDateTime has no offset, but this is " + time);
    }
    return time.toLocalDateTime();
  }

  private <T> void write(
      Class<T> type, ValueSerializer<? super T> asText, PointInTime.Writer<T> writer) {
    addSerializer(type, new TimeSerializer<>(type, asText, writer));
  }

  private <T> void read(
      Class<T> type, ValueDeserializer<?> asText, InstantDeserializer.Conversion<T> conversion) {
    addDeserializer(type, new InstantDeserializer<>(type, asText, conversion));
  }
}
