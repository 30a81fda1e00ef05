package dev.nave.hub.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nave.hub.protocol.ValueCorpus.Alphabetic;
import dev.nave.hub.protocol.ValueCorpus.AsArray;
import dev.nave.hub.protocol.ValueCorpus.Awkward;
import dev.nave.hub.protocol.ValueCorpus.Bean;
import dev.nave.hub.protocol.ValueCorpus.Cat;
import dev.nave.hub.protocol.ValueCorpus.Circle;
import dev.nave.hub.protocol.ValueCorpus.Classy;
import dev.nave.hub.protocol.ValueCorpus.Coded;
import dev.nave.hub.protocol.ValueCorpus.Colour;
import dev.nave.hub.protocol.ValueCorpus.Computed;
import dev.nave.hub.protocol.ValueCorpus.Empty;
import dev.nave.hub.protocol.ValueCorpus.Formatted;
import dev.nave.hub.protocol.ValueCorpus.Generic;
import dev.nave.hub.protocol.ValueCorpus.Holder;
import dev.nave.hub.protocol.ValueCorpus.Linked;
import dev.nave.hub.protocol.ValueCorpus.Named;
import dev.nave.hub.protocol.ValueCorpus.Node;
import dev.nave.hub.protocol.ValueCorpus.NonDefault;
import dev.nave.hub.protocol.ValueCorpus.NonEmpty;
import dev.nave.hub.protocol.ValueCorpus.NonNull;
import dev.nave.hub.protocol.ValueCorpus.Open;
import dev.nave.hub.protocol.ValueCorpus.Ordered;
import dev.nave.hub.protocol.ValueCorpus.Outer;
import dev.nave.hub.protocol.ValueCorpus.Point;
import dev.nave.hub.protocol.ValueCorpus.Raw;
import dev.nave.hub.protocol.ValueCorpus.Renamed;
import dev.nave.hub.protocol.ValueCorpus.Shape;
import dev.nave.hub.protocol.ValueCorpus.Square;
import dev.nave.hub.protocol.ValueCorpus.Times;
import dev.nave.hub.protocol.ValueCorpus.Unsorted;
import dev.nave.hub.protocol.ValueCorpus.Unwrapped;
import dev.nave.hub.protocol.ValueCorpus.Worded;
import dev.nave.hub.protocol.ValueCorpus.Wrapped;
import dev.nave.hub.protocol.ValueCorpus.Wrapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that {@link RecordedValuesTest} writes. */
@SuppressWarnings("JavaUtilDate") // is what is tested
final class CorpusValues {
  private static final Instant INSTANT = Instant.parse("2026-11-05T12:34:56.789012345Z");
  private static final Date DATE = new Date(1764324000450L);

  private final List<Written> all = new ArrayList<>();

  /** One value. */
  record Written(@Nullable Object value, @Nullable Type declared) {}

  static List<Written> all() {
    CorpusValues values = new CorpusValues();
    values.scalars();
    values.times();
    values.maps();
    values.objects();
    values.declared();
    return values.all;
  }

  private void scalars() {
    written(
        true, (byte) -5, (short) 300, 70000, 1L << 40, Long.MIN_VALUE, 'é', "a/b\"\\\n\u2028😀");
    written(1.0f, 1.1f, Float.MAX_VALUE, Float.MIN_VALUE, 16777216f, Float.NaN);
    written(0.1, -0.0, 1e16, 1e17, 1e-5, Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN);
    written(2.2250738585072014E-308, 9007199254740992.0, 123456789012345680.0, 2e-3f);
    written(new BigDecimal("1.10"), new BigDecimal("1E+5"), new BigDecimal("1E-20"));
    written(new BigDecimal("-0.00"), BigInteger.TWO.pow(64), BigInteger.TWO.pow(64).negate());
    written(new byte[] {1, 2, -1}, new byte[0], new int[] {1, -2}, new long[] {1L << 40});
    written(new double[] {1, 0.5}, new float[] {1, 0.1f}, new short[] {1}, new boolean[] {true});
    written(new char[] {'a', 'b'}, new String[] {"a", null, "/"}, new Object[] {1, "x", null});
    written(
        new int[][] {{1}, {}}, new byte[][] {{1}}, new Byte[] {1, null}, ByteBuffer.allocate(2));
    written(Arrays.asList(1, null, "x"), List.of(), Set.of("one"), Collections.singleton(2.5f));
    written(List.of(new byte[] {7}, List.of(map("k", List.of()))), EnumSet.of(Colour.GREEN));
    written(Optional.empty(), Optional.of("x"), Optional.of(Optional.of(1)), OptionalInt.of(1));
    written(OptionalLong.empty(), OptionalDouble.of(0.5), new AtomicInteger(3));
    written(new AtomicBoolean(true), new AtomicReference<>("r"));
  }

  private void times() {
    written(INSTANT, Instant.EPOCH, Instant.ofEpochSecond(-1, 1), Instant.MAX, DATE);
    written(INSTANT.atOffset(ZoneOffset.ofHours(2)), INSTANT.atZone(ZoneOffset.UTC));
    written(OffsetDateTime.parse("2026-11-05T12:34:00+01:00:30"), LocalDate.parse("2026-11-05"));
    written(LocalDateTime.parse("2026-11-05T12:34"), LocalDateTime.parse("2026-11-05T12:34:56.1"));
    written(LocalTime.parse("12:34"), LocalTime.parse("12:34:56.000000001"), Year.of(2026));
    written(OffsetTime.parse("12:34:56+02:00"), YearMonth.parse("2026-11"), MonthDay.of(11, 5));
    written(Duration.ZERO, Duration.ofMillis(-1500), Duration.ofNanos(1), Duration.ofDays(400));
    written(Duration.ofSeconds(Long.MAX_VALUE), Period.parse("P1Y2M3D"), ZoneId.of("Europe/Paris"));
    written(ZoneOffset.ofHours(2), DayOfWeek.FRIDAY, Month.NOVEMBER, TimeZone.getTimeZone("UTC"));
    written(ZonedDateTime.parse("2026-11-05T12:34:56+01:00[Europe/Berlin]"));
    written(new java.sql.Timestamp(0), new java.util.GregorianCalendar(2026, 0, 1));
    written(new Times(INSTANT, LocalDate.EPOCH, Duration.ZERO, DATE, Optional.empty()));
    written(
        new Formatted(
            LocalDate.EPOCH,
            DATE,
            Duration.ofSeconds(90),
            Duration.ofSeconds(90),
            INSTANT,
            INSTANT,
            LocalDateTime.parse("2026-11-05T12:34:56"),
            1L << 60,
            Colour.RED,
            Worded.NO,
            true));
  }

  private void maps() {
    written(map("b", 1), map(3, "int"), map(1L << 40, "long"), map(true, "bool"), map(1.5, "d"));
    written(map(Colour.RED, "enum"), map(Named.ONE, "named"), map(Coded.B, "coded"));
    written(map(INSTANT, "instant"), map(LocalDate.EPOCH, "day"), map(DATE, "date"));
    written(map(UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c"), "uuid"));
    written(map(new Point(1, 2), "record"), map(Duration.ofSeconds(1), "duration"));
    written(map('c', "char"), map(Optional.of("o"), "optional"), map(new byte[] {1}, "bytes"));
    written(map(Locale.GERMANY, "locale"), map(String.class, "class"), map("", null));
    written(new EnumMap<>(Map.of(Colour.GREEN, 1)), Map.entry("k", 1), map(Year.of(2026), 1));
    Map<String, Object> unsorted = new LinkedHashMap<>();
    unsorted.put("zulu", 1);
    unsorted.put("Alpha", null);
    unsorted.put("half \uD800 pair", List.of());
    written(unsorted, new LinkedHashMap<>(Map.of()));
  }

  private void objects() {
    written(Colour.GREEN, Named.ONE, Named.TWO, Coded.B, Worded.NO, new Point(1, -2));
    written(new Unsorted("z", 1, null, true), new Computed("long"));
    written(new AsArray(1, null), new Raw("{\"b\": [1.50,true]}", null));
    written(new Raw("{oops", null), new Wrapper("w"));
    written(new Unwrapped("u", new Point(1, 2)), new NonNull(null, 1));
    written(new NonEmpty("", List.of(), Optional.empty(), Map.of()));
    written(new NonDefault(0, false, null), new NonDefault(1, true, "c"));
    written(new Renamed(1, "n"), new Node(1, new Node(2, null)));
    written(new Holder(new Circle(1), new Object[] {new Circle(2)}, List.of(INSTANT)));
    written(new Circle(1), new Square(1, "z", "a"), new Wrapped(1), new Cat("m"));
    written(new Outer("o", new Point(1, 2)), new Classy(new Point(1, 2)));
    written(new Bean(), new Ordered(), new Alphabetic());
    written(new Open(), new Empty(), new Awkward(), new Object(), new Linked());
    written(new Generic<>(INSTANT, List.of(INSTANT)), Thread.State.NEW, URI.create("http://a/b?c"));
    written(UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c"), Locale.US, String.class);
    written(Currency.getInstance("EUR"), Pattern.compile("a+"), UTF_8);
  }

  private void declared() {
    writtenAs(new TypeOf<List<Shape>>() {}, List.of(new Circle(1.5), new Square(2, null, "a")));
    writtenAs(new TypeOf<Map<String, Shape>>() {}, map("x", new Circle(-0.0)));
    writtenAs(new TypeOf<Optional<Shape>>() {}, Optional.of(new Circle(3)));
    writtenAs(new TypeOf<Shape>() {}, new Circle(3));
    writtenAs(new TypeOf<Shape[]>() {}, new Shape[] {new Circle(3)});
    writtenAs(new TypeOf<Generic<Shape>>() {}, new Generic<>(new Circle(1), List.of()));
    writtenAs(new TypeOf<Object>() {}, new Circle(3));
    writtenAs(new TypeOf<Number>() {}, 1L);
  }

  private void written(@Nullable Object... values) {
    for (Object value : values) {
      all.add(new Written(value, null));
    }
  }

  private void writtenAs(TypeOf<?> type, Object value) {
    all.add(new Written(value, type.type()));
  }

  private static Map<Object, @Nullable Object> map(Object key, @Nullable Object value) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  /** A generic type, by its subclass. */
  abstract static class TypeOf<T> {
    Type type() {
      return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
  }
}
