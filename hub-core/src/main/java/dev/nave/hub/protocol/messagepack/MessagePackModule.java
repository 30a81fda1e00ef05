package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.databind.module.SimpleModule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;

/**
 * The Java types that MessagePack carries in another way than JSON does.
 *
 * <p>Source: section "Timestamp extension type" of the MessagePack specification, and the
 * formatters that .NET clients use: points in time are timestamps, a length of time is a number of
 * 100 ns, and a {@code LocalDateTime} is taken for UTC.
 */
final class MessagePackModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  MessagePackModule() {
    addInstants();
    addSerializer(Duration.class, new DurationFormat.Serializer());
    addDeserializer(Duration.class, new DurationFormat.Deserializer());
    addDeserializer(String.class, new StringDeserializer());
    addDeserializer(byte[].class, new BytesDeserializer());
    addDeserializer(
        BigDecimal.class, new NumberDeserializer<>(BigDecimal.class, BigDecimal::new, true));
    addDeserializer(
        BigInteger.class, new NumberDeserializer<>(BigInteger.class, BigInteger::new, false));
  }

  private void addInstants() {
    addSerializer(new InstantSerializer<>(Instant.class, instant -> instant));
    addSerializer(new InstantSerializer<>(OffsetDateTime.class, OffsetDateTime::toInstant));
    addSerializer(new InstantSerializer<>(ZonedDateTime.class, ZonedDateTime::toInstant));
    addSerializer(
        new InstantSerializer<>(LocalDateTime.class, time -> time.toInstant(ZoneOffset.UTC)));
    addSerializer(new InstantSerializer<>(Date.class, Date::toInstant));

    addInstant(Instant.class, OffsetDateTime::toInstant);
    addInstant(OffsetDateTime.class, time -> time);
    addInstant(ZonedDateTime.class, OffsetDateTime::toZonedDateTime);
    addInstant(LocalDateTime.class, t -> t.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
    addInstant(Date.class, time -> Date.from(time.toInstant()));
  }

  private <T> void addInstant(Class<T> type, InstantDeserializer.Conversion<T> conversion) {
    addDeserializer(type, new InstantDeserializer<>(type, conversion));
  }
}
