package dev.nave.hub.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of docs/values.md: what is written, what is read, and what is refused. */
@SuppressWarnings("JavaUtilDate") // is what is tested
class ValueTableTest {
  private static final HubProtocol JSON = JsonHubProtocol.create();
  private static final HubProtocol MESSAGEPACK = MessagePackHubProtocol.create();
  private static final List<HubProtocol> BOTH = List.of(JSON, MESSAGEPACK);

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

  static Stream<Arguments> numbersThatDoNotFit() {
    Stream<Arguments> bytes =
        Stream.of(byte.class, Byte.class)
            .flatMap(
                type ->
                    Stream.<Object>of(128, 200, 255, 256, -129, 1L << 40, 1.5)
                        .map(value -> Arguments.of(type, value)));
    return Stream.concat(
        bytes,
        Stream.of(
            Arguments.of(short.class, 32768),
            Arguments.of(Short.class, -32769),
            Arguments.of(int.class, 1L << 31),
            Arguments.of(Integer.class, 1L << 32),
            Arguments.of(long.class, BigInteger.TWO.pow(63)),
            Arguments.of(Long.class, BigInteger.TWO.pow(63)),
            Arguments.of(float.class, 1e300),
            Arguments.of(Float.class, -1e300),
            Arguments.of(float[].class, new double[] {1, 1e300}),
            Arguments.of(short[].class, new int[] {1, 40000}),
            Arguments.of(int[].class, new long[] {1L << 40}),
            Arguments.of(Byte[].class, List.of(200)),
            Arguments.of(new TypeOf<List<Byte>>() {}.type(), List.of(200)),
            Arguments.of(new TypeOf<List<Float>>() {}.type(), List.of(1e300)),
            Arguments.of(new TypeOf<Map<String, Byte>>() {}.type(), Map.of("a", 200)),
            Arguments.of(new TypeOf<Map<Byte, String>>() {}.type(), Map.of("200", "")),
            Arguments.of(new TypeOf<Map<Float, String>>() {}.type(), Map.of("1e300", "")),
            Arguments.of(Plain.class, Map.of("b", 200)),
            Arguments.of(char.class, 65),
            Arguments.of(char.class, "ab"),
            Arguments.of(char.class, ""),
            Arguments.of(Thread.State.class, 6),
            Arguments.of(Thread.State.class, -1),
            Arguments.of(Thread.State.class, 1.5)));
  }

  @ParameterizedTest
  @MethodSource("numbersThatDoNotFit")
  void aNumberThatDoesNotFitIsRefused(Type type, Object value) {
    for (HubProtocol protocol : BOTH) {
      assertRefused(protocol, type, value);
    }
  }

  @Test
  void aNumberInTextOfJsonThatNoDoubleHoldsIsRefused() {
    for (Type type : List.<Type>of(double.class, Double.class, Object.class, double[].class)) {
      String json = type == double[].class ? "[1e400]" : "1e400";
      assertThatThrownBy(() -> bindJson(json, type)).isInstanceOf(BindingException.class);
    }
    assertThatThrownBy(() -> bindJson("{\"a\":[-1e400]}", Object.class))
        .isInstanceOf(BindingException.class);
  }

  @Test
  void zeroKeepsItsSign() throws Exception {
    for (String json : List.of("-0", "-0.0", "-0e5")) {
      assertThat(bindJson(json, double.class)).isEqualTo(-0.0);
      assertThat(bindJson(json, float.class)).isEqualTo(-0.0f);
    }
    for (HubProtocol protocol : BOTH) {
      assertThat(bind(protocol, double.class, -0.0)).isEqualTo(-0.0);
    }
    assertThat(json(-0.0)).isEqualTo("-0");
  }

  static Stream<Arguments> numbersInJson() {
    return Stream.of(
        Arguments.of(100.0, "100"),
        Arguments.of(-100.0, "-100"),
        Arguments.of(0.0, "0"),
        Arguments.of(0.1, "0.1"),
        Arguments.of(-12.5, "-12.5"),
        Arguments.of(1e15, "1000000000000000"),
        Arguments.of(1e16, "10000000000000000"),
        Arguments.of(1e17, "1E+17"),
        Arguments.of(1.2345678901234568e17, "1.2345678901234568E+17"),
        Arguments.of(1e-4, "0.0001"),
        Arguments.of(1.2e-4, "0.00012"),
        Arguments.of(1e-5, "1E-05"),
        Arguments.of(1e-7, "1E-07"),
        Arguments.of(1.5e300, "1.5E+300"),
        Arguments.of(1.2345678901234567e19, "1.2345678901234567E+19"),
        Arguments.of(999999999999999.9, "999999999999999.9"),
        Arguments.of(Double.MAX_VALUE, "1.7976931348623157E+308"),
        Arguments.of(Double.MIN_VALUE, "4.9E-324"),
        Arguments.of(Double.valueOf("1e23"), "1E+23"),
        Arguments.of(9007199254740992.0, "9007199254740992"),
        Arguments.of(Double.MIN_NORMAL, "2.2250738585072014E-308"),
        Arguments.of(0.001, "0.001"),
        Arguments.of(1.1f, "1.1"),
        Arguments.of(1e8f, "100000000"),
        Arguments.of(1e9f, "1E+09"),
        Arguments.of(3f, "3"));
  }

  @ParameterizedTest
  @MethodSource("numbersInJson")
  void aFractionIsWrittenAsTheReferenceServerWritesIt(Number value, String json) throws Exception {
    assertThat(json(value)).isEqualTo(json);
    assertThat(json(List.of(value))).isEqualTo("[" + json + "]");
    Class<?> type = value.getClass();
    assertThat(bindJson(json, type)).isEqualTo(value);
  }

  @Test
  void everyDoubleComesBackFromItsText() throws Exception {
    var random = new java.util.Random(42);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(json(value))).isEqualTo(value);
        assertThat(Double.parseDouble(json(value))).isEqualTo(value);
      }
      double small = random.nextInt(2_000_000) / 1000.0;
      assertThat(Double.parseDouble(json(small))).isEqualTo(small);
    }
  }

  @Test
  void aMessageToManyFitsBothHubProtocolsOrNone() {
    Object deep = List.of();
    for (int i = 0; i < 64; i++) {
      deep = List.of(deep);
    }
    for (Object value :
        List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NaN,
            List.of(Double.NaN),
            new float[] {Float.NaN},
            deep)) {
      for (HubProtocol protocol : BOTH) {
        assertThatThrownBy(
                () -> protocol.write(InvocationMessage.send("m", Payload.ofAll(1, value))))
            .as("%s in %s", value, protocol.name())
            .isInstanceOf(EncodingException.class);
      }
    }
  }

  @Test
  void aResultIsWhatTheCallersHubProtocolCanCarry() throws Exception {
    assertThat(bind(MESSAGEPACK, double.class, Double.NaN)).isEqualTo(Double.NaN);
    assertThatThrownBy(() -> result(JSON, Double.NaN)).isInstanceOf(EncodingException.class);
  }

  @Test
  void whatAGetterThrowsIsTheFailureOfTheMessage() {
    for (Throwable thrown :
        List.of(
            new IllegalStateException("x"),
            new NoClassDefFoundError("x"),
            new StackOverflowError("x"),
            new OutOfMemoryError("x"))) {
      for (HubProtocol protocol : BOTH) {
        assertThatThrownBy(() -> result(protocol, new Throwing(thrown)))
            .isInstanceOf(EncodingException.class)
            .hasMessageContaining(Throwing.class.getName());
      }
    }
  }

  @Test
  void whatAConstructorOrASetterThrowsIsTheFailureOfTheCall() {
    for (HubProtocol protocol : BOTH) {
      for (String how : List.of("exception", "checked", "error")) {
        for (Type type : List.<Type>of(Picky.class, PickyBean.class)) {
          assertRefused(protocol, type, Map.of("how", how));
        }
      }
    }
  }

  // How a value comes to be read: a client writes it, or JSON text has it.

  private static void assertRefused(HubProtocol protocol, Type type, Object value) {
    assertThatThrownBy(() -> bind(protocol, type, value))
        .as("%s as %s in %s", value, type.getTypeName(), protocol.name())
        .isInstanceOf(BindingException.class)
        .hasMessageStartingWith("Error binding arguments.");
  }

  private static @Nullable Object bind(HubProtocol protocol, Type type, Object value)
      throws Exception {
    byte[] frame = result(protocol, value);
    CompletionMessage read =
        (CompletionMessage) Objects.requireNonNull(protocol.read(frame, 0, frame.length));
    return Objects.requireNonNull(read.result()).bind(List.of(type))[0];
  }

  private static @Nullable Object bindJson(String json, Type type) throws Exception {
    byte[] frame =
        ("{\"type\":3,\"invocationId\":\"1\",\"result\":" + json + "}\u001e").getBytes(UTF_8);
    CompletionMessage read =
        (CompletionMessage) Objects.requireNonNull(JSON.read(frame, 0, frame.length));
    return Objects.requireNonNull(read.result()).bind(List.of(type))[0];
  }

  private static String json(Object value) {
    String text = new String(result(JSON, value), UTF_8);
    return text.substring(
        "{\"type\":3,\"invocationId\":\"1\",\"result\":".length(), text.length() - 2);
  }

  private static byte[] result(HubProtocol protocol, Object value) {
    return protocol.write(CompletionMessage.withResult("1", value));
  }

  record Formatted(
      @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
      @JsonFormat(shape = JsonFormat.Shape.STRING) double share,
      @JsonFormat(shape = JsonFormat.Shape.STRING) List<Long> ids,
      @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day) {}

  record Plain(@JsonProperty("b") byte b) {}

  private static void fail(String how) {
    Throwing.raise(
        how.equals("exception")
            ? new IllegalStateException(how)
            : how.equals("error") ? new NoClassDefFoundError(how) : new java.io.IOException(how));
  }

  record Picky(String how) {
    Picky {
      fail(how);
    }
  }

  public static final class PickyBean {
    public void setHow(String how) {
      fail(how);
    }
  }

  public static final class Throwing {
    private final Throwable thrown;

    Throwing(Throwable thrown) {
      this.thrown = thrown;
    }

    public String getText() {
      return raise(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> String raise(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }

  abstract static class TypeOf<T> {
    Type type() {
      return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
  }
}
