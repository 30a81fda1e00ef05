package dev.nave.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.lang.reflect.Type;
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
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Times and what else has a text form: what comes back as it was, and what is refused. */
@SuppressWarnings("JavaUtilDate") // is what is tested
class TimeValuesTest extends ValueTableFixture {
  /** What {@code Date.now()} of JavaScript returns. */
  private static final long NOW = 1764324000450L;

  private static final Instant INSTANT = Instant.parse("2026-11-05T12:34:56.789012345Z");
  private static final OffsetDateTime OFFSET =
      OffsetDateTime.parse("2026-11-05T12:34:56.789012345+05:30");

  static Stream<Arguments> times() {
    return Stream.of(
        Arguments.of(Instant.class, INSTANT, "\"2026-11-05T12:34:56.789012345Z\""),
        Arguments.of(Instant.class, Instant.MAX, "\"+1000000000-12-31T23:59:59.999999999Z\""),
        Arguments.of(OffsetDateTime.class, OFFSET, "\"2026-11-05T12:34:56.789012345+05:30\""),
        Arguments.of(
            OffsetDateTime.class,
            OffsetDateTime.parse("2026-11-05T12:34:56+01:00:30"),
            "\"2026-11-05T12:34:56+01:00:30\""),
        Arguments.of(
            ZonedDateTime.class,
            OFFSET.toZonedDateTime(),
            "\"2026-11-05T12:34:56.789012345+05:30\""),
        Arguments.of(
            LocalDateTime.class, OFFSET.toLocalDateTime(), "\"2026-11-05T12:34:56.789012345\""),
        Arguments.of(LocalDate.class, LocalDate.parse("2026-11-05"), "\"2026-11-05\""),
        Arguments.of(LocalTime.class, LocalTime.parse("12:34:56.000000001"), null),
        Arguments.of(OffsetTime.class, OffsetTime.parse("12:34:56.5+02:00"), null),
        Arguments.of(Year.class, Year.of(2026), "2026"),
        Arguments.of(YearMonth.class, YearMonth.parse("2026-11"), "\"2026-11\""),
        Arguments.of(MonthDay.class, MonthDay.parse("--11-05"), "\"--11-05\""),
        Arguments.of(Duration.class, Duration.parse("PT1.000000001S"), "\"PT1.000000001S\""),
        Arguments.of(Duration.class, Duration.ofMillis(-1500), "\"PT-1.5S\""),
        Arguments.of(Duration.class, Duration.ofSeconds(Long.MIN_VALUE), null),
        Arguments.of(Period.class, Period.parse("P1Y2M3D"), "\"P1Y2M3D\""),
        Arguments.of(ZoneId.class, ZoneId.of("Europe/Berlin"), "\"Europe/Berlin\""),
        Arguments.of(ZoneOffset.class, ZoneOffset.ofHours(2), "\"+02:00\""),
        Arguments.of(Date.class, new Date(NOW), "\"2025-11-28T10:00:00.450Z\""),
        Arguments.of(
            Date.class,
            Date.from(Instant.parse("1000-01-01T00:00:00Z")),
            "\"1000-01-01T00:00:00Z\""));
  }

  @ParameterizedTest
  @MethodSource("times")
  void aTimeComesBackAsItWas(Class<?> type, Object value, @Nullable String json) throws Exception {
    for (HubProtocol protocol : BOTH) {
      assertThat(bind(protocol, type, value)).as(protocol.name()).isEqualTo(value);
    }
    if (json != null) {
      assertThat(json(value)).isEqualTo(json);
    }
  }

  static Stream<Arguments> noTimes() {
    return Stream.of(
        Arguments.of(Instant.class, NOW),
        Arguments.of(Instant.class, 1.5),
        Arguments.of(Instant.class, "1764324000"),
        Arguments.of(Instant.class, "2026-11-05T12:34:56"),
        Arguments.of(Instant.class, "2026-11-05T24:00:00Z"),
        Arguments.of(Instant.class, "2026-11-05"),
        Arguments.of(Instant.class, ""),
        Arguments.of(OffsetDateTime.class, NOW),
        Arguments.of(OffsetDateTime.class, "2026-11-05T12:34:56"),
        Arguments.of(OffsetDateTime.class, "2026-11-05T12:34:56+01:00[Europe/Berlin]"),
        Arguments.of(ZonedDateTime.class, NOW),
        Arguments.of(ZonedDateTime.class, "2026-11-05T12:34:56+05:00[Europe/Berlin]"),
        Arguments.of(LocalDateTime.class, NOW),
        Arguments.of(LocalDateTime.class, "2026-11-05T12:34:56+02:00"),
        Arguments.of(LocalDateTime.class, "2026-11-05"),
        Arguments.of(LocalDateTime.class, List.of(2026, 11, 5, 12, 34)),
        Arguments.of(LocalDate.class, 20000),
        Arguments.of(LocalDate.class, "2026-11-05T12:34:56Z"),
        Arguments.of(LocalDate.class, List.of(2026, 11, 5)),
        Arguments.of(LocalDate.class, "2026-02-30"),
        Arguments.of(LocalTime.class, "2026-11-05T12:34:56Z"),
        Arguments.of(LocalTime.class, List.of(12, 34)),
        Arguments.of(LocalTime.class, 3600),
        Arguments.of(OffsetTime.class, "12:34:56"),
        Arguments.of(Year.class, "2026"),
        Arguments.of(Year.class, 2026.5),
        Arguments.of(YearMonth.class, "2026-11-05"),
        Arguments.of(MonthDay.class, "11-05"),
        Arguments.of(Duration.class, 1.5),
        Arguments.of(Duration.class, "1.5"),
        Arguments.of(Period.class, 3),
        Arguments.of(ZoneId.class, "Nowhere/Land"),
        Arguments.of(Date.class, NOW),
        Arguments.of(Date.class, "2026-02-30T00:00:00Z"),
        Arguments.of(Date.class, "2026-11-05T12:34:56.789012345Z"),
        Arguments.of(Calendar.class, "2026-11-05T12:34:56Z"),
        Arguments.of(java.sql.Timestamp.class, "2026-11-05T12:34:56Z"),
        Arguments.of(java.sql.Date.class, "2026-11-05"));
  }

  @ParameterizedTest
  @MethodSource("noTimes")
  void whatWouldBecomeAnotherTimeIsRefused(Class<?> type, Object value) {
    for (HubProtocol protocol : BOTH) {
      assertRefused(protocol, type, value);
    }
  }

  @Test
  void aNumberIsADurationInMessagePackAlone() throws Exception {
    assertRefused(JSON, Duration.class, 5);
    assertThat(bind(MESSAGEPACK, Duration.class, 5)).isEqualTo(Duration.ofNanos(500));
  }

  @Test
  void aTimeZoneThatClientsDoNotKnowIsNotLost() throws Exception {
    ZonedDateTime berlin = ZonedDateTime.parse("2026-11-05T12:34:56+01:00[Europe/Berlin]");
    for (HubProtocol protocol : BOTH) {
      assertThatThrownBy(() -> result(protocol, berlin))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("Europe/Berlin would be lost")
          .hasMessageContaining("toOffsetDateTime()");
      assertThat(bind(protocol, ZonedDateTime.class, "2026-11-05T12:34:56+01:00[Europe/Berlin]"))
          .isEqualTo(berlin);
    }
  }

  @Test
  void anEmptyTextIsNoKeyOfAMapByTimes() {
    for (HubProtocol protocol : BOTH) {
      for (Type type :
          List.of(
              new TypeOf<Map<LocalDate, String>>() {}.type(),
              new TypeOf<Map<Instant, String>>() {}.type(),
              new TypeOf<Map<Duration, String>>() {}.type())) {
        assertRefused(protocol, type, Map.of("", "x"));
      }
    }
  }

  @Test
  void aLocaleIsReadAsALanguageTagToo() throws Exception {
    for (HubProtocol protocol : BOTH) {
      assertThat(bind(protocol, Locale.class, Locale.GERMANY)).isEqualTo(Locale.GERMANY);
      assertThat(bind(protocol, Locale.class, "zh-Hans-CN"))
          .isEqualTo(Locale.forLanguageTag("zh-Hans-CN"));
    }
  }

  @Test
  void oldTimesAreNotWritten() {
    for (Object value :
        List.of(
            new GregorianCalendar(),
            new java.sql.Timestamp(NOW),
            new java.sql.Date(NOW),
            new java.sql.Time(NOW))) {
      for (HubProtocol protocol : BOTH) {
        assertThatThrownBy(() -> result(protocol, value))
            .as(value.getClass().getName())
            .isInstanceOf(EncodingException.class)
            .hasMessageContaining("use a type of java.time");
      }
    }
  }

  @Test
  void aPropertyWithAFormatOfItsOwnIsWrittenAndReadAsItSays() throws Exception {
    Formatted value =
        new Formatted(9007199254740993L, 2.5, List.of(1L << 60), LocalDate.parse("2026-11-05"));
    for (HubProtocol protocol : BOTH) {
      assertThat(bind(protocol, Formatted.class, value)).isEqualTo(value);
    }
    assertThat(json(value))
        .isEqualTo(
            "{\"id\":\"9007199254740993\",\"share\":\"2.5\",\"ids\":[\"1152921504606846976\"],"
                + "\"day\":\"05.11.2026\"}");
    assertRefused(JSON, Formatted.class, Map.of("id", "1.5"));
    assertRefused(JSON, Formatted.class, Map.of("id", "9223372036854775808"));
    assertRefused(JSON, Formatted.class, Map.of("id", ""));
    assertRefused(JSON, Plain.class, Map.of("b", "1"));
  }

  record Formatted(
      @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
      @JsonFormat(shape = JsonFormat.Shape.STRING) double share,
      @JsonFormat(shape = JsonFormat.Shape.STRING) List<Long> ids,
      @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day) {}
}
