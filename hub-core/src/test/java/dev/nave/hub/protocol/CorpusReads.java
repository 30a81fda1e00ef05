package dev.nave.hub.protocol;

import dev.nave.hub.protocol.CorpusValues.TypeOf;
import dev.nave.hub.protocol.ValueCorpus.AsArray;
import dev.nave.hub.protocol.ValueCorpus.Bean;
import dev.nave.hub.protocol.ValueCorpus.Circle;
import dev.nave.hub.protocol.ValueCorpus.Classy;
import dev.nave.hub.protocol.ValueCorpus.Coded;
import dev.nave.hub.protocol.ValueCorpus.Colour;
import dev.nave.hub.protocol.ValueCorpus.Created;
import dev.nave.hub.protocol.ValueCorpus.Deduced;
import dev.nave.hub.protocol.ValueCorpus.Empty;
import dev.nave.hub.protocol.ValueCorpus.Formatted;
import dev.nave.hub.protocol.ValueCorpus.Generic;
import dev.nave.hub.protocol.ValueCorpus.Made;
import dev.nave.hub.protocol.ValueCorpus.Named;
import dev.nave.hub.protocol.ValueCorpus.OneArgument;
import dev.nave.hub.protocol.ValueCorpus.Outer;
import dev.nave.hub.protocol.ValueCorpus.Point;
import dev.nave.hub.protocol.ValueCorpus.Renamed;
import dev.nave.hub.protocol.ValueCorpus.Shape;
import dev.nave.hub.protocol.ValueCorpus.Strict;
import dev.nave.hub.protocol.ValueCorpus.TwoArguments;
import dev.nave.hub.protocol.ValueCorpus.Unwrapped;
import dev.nave.hub.protocol.ValueCorpus.ValueOf;
import dev.nave.hub.protocol.ValueCorpus.Worded;
import dev.nave.hub.protocol.ValueCorpus.WrappedBase;
import dev.nave.hub.protocol.ValueCorpus.Wrapper;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The types that {@link RecordedValuesTest} reads, and from what. */
final class CorpusReads {
  private static final Type[] NUMBERS = {
    byte.class,
    Short.class,
    int.class,
    Integer.class,
    long.class,
    Long.class,
    float.class,
    double.class,
    Double.class,
    BigInteger.class,
    BigDecimal.class
  };
  private static final String ENUMS =
      "0|1|2|10|-1|\"RED\"|\"red\"|\"GREEN\"|\"colour RED\"|\"first\"|\"ONE\"|\"B\"|\"20\"|20|\"NO\""
          + "|\"1\"|\"\"|null|1.0|true|\"FRIDAY\"|\"NOVEMBER\"|12|[]";
  private static final String TIMES =
      "\"2026-11-05T12:34:56.789012345Z\"|\"2026-11-05T12:34:56+02:00\"|\"2026-11-05T12:34:56\""
          + "|\"2026-11-05\"|\"12:34:56\"|\"12:34:56+01:00\"|2026|\"2026\"|\"2026-11\"|\"--11-05\""
          + "|\"PT1.5S\"|\"P1D\"|\"Z\"|\"+02:00\"|\"Europe/Paris\"|1.5|1764324000450|[2026,11,5]|\"\""
          + "|null|true|{}|\"+12026-01-01T00:00:00Z\"|\"2026-11-05T12:34:56.789Z\"";
  private static final String SHAPES =
      "{\"kind\":\"circle\",\"radius\":1}|{\"radius\":1,\"kind\":\"circle\"}|{\"radius\":1}"
          + "|{\"kind\":\"cube\"}|{\"KIND\":\"circle\"}|{\"kind\":null}|null|[]|\"circle\"|{\"kind\":1}";
  private static final String ANY =
      "1|1.5|\"x\"|null|true|[1,[2]]|{\"b\":1,\"a\":null}|{\"a\":1,\"a\":2}|[]|{}|2147483648|1e400"
          + "|9223372036854775808|0.1234567890123456789|-0|-0.0|1e2|\"\"";
  private static final String UUIDS =
      "\"0af76519-16cd-43dd-8448-eb211c80319c\"|\"x\"|\"\"|1|null|\"de_DE\"|\"de-DE\"|\"EUR\""
          + "|\"java.lang.String\"|\"http://a/b\"|\"CvdlGRbNQ92ESOshHIAxnA==\"";
  private static final String KEYS =
      "{\"1\":\"x\"}|{\"300\":\"x\"}|{\"1.5\":\"x\"}|{\"RED\":\"x\"}|{\"red\":\"x\"}|{\"colour RED\":\"x\"}"
          + "|{\"true\":\"x\"}|{\"1970-01-01\":\"x\"}|{\"\":\"x\"}|{\"1970-01-01T00:00:00Z\":\"x\"}"
          + "|{\"0af76519-16cd-43dd-8448-eb211c80319c\":\"x\"}|{\"0\":null}|[]|null|{\"NaN\":\"x\"}";

  private static final String DAYS = KEYS.replace("{\"\":\"x\"}|", "");

  private static final Type[] BYTES = {
    Object.class,
    Instant.class,
    OffsetDateTime.class,
    byte[].class,
    float.class,
    BigInteger.class,
    String.class,
    UUID.class,
    Map.class,
    Duration.class
  };

  private final List<Read> all = new ArrayList<>();

  /** One type and the texts, in JSON, of which values of it are asked for. */
  record Read(Type type, List<String> inputs) {}

  static List<Read> all() {
    CorpusReads reads = new CorpusReads();
    reads.everything();
    return reads.all;
  }

  private void everything() {
    read("1|0|-1|127|128|255|300|1.0|1.5|1e2|\"1\"|\"\"|\" \"|null|true|[1]|{}", NUMBERS);
    read("1e400|-0|\"NaN\"|\"Infinity\"|123456789012345678901234567890|0.1", NUMBERS);
    read("true|false|\"true\"|1|0|null|\"\"", boolean.class, Boolean.class, AtomicBoolean.class);
    read("\"a\"|\"ab\"|\"\"|65|null|true|[\"a\"]|{}", char.class, Character.class, String.class);
    read("\"a\"|1|null|[]", CharSequence.class, StringBuilder.class, Object.class);
    read("\"AQL/\"|\"AQL_\"|\"AQ\"|\"a b\"|[1,2]|[1,300]|\"\"|null|1", byte[].class);
    read(
        "[1,2]|[1.5]|[null]|[\"1\"]|1|\"12\"|null|[]|{}",
        int[].class,
        long[].class,
        double[].class);
    read("[1,null]|[[1]]|{}|\"x\"|[\"a\"]", Object[].class, String[].class, Integer[].class);
    read("\"ab\"|[\"a\",\"b\"]|1", char[].class);
    read(ENUMS, Colour.class, Named.class, Coded.class, Worded.class, DayOfWeek.class, Month.class);
    read(TIMES, Instant.class, OffsetDateTime.class, ZonedDateTime.class, LocalDateTime.class);
    read(TIMES, LocalDate.class, LocalTime.class, OffsetTime.class, Year.class, YearMonth.class);
    read(TIMES, MonthDay.class, Duration.class, Period.class, ZoneId.class, ZoneOffset.class);
    read(TIMES, Date.class, java.util.Calendar.class, java.sql.Timestamp.class);
    read(
        "{\"x\":1,\"y\":2}|{\"X\":1}|{\"x\":null}|{\"x\":1,\"q\":[{}]}|[1,2]|\"\"|null",
        Point.class);
    read("{}|{\"x\":1.5,\"y\":2}|{\"x\":1,\"x\":2}|{\"x\":\"1\"}|[]|5|\"a\"", Point.class);
    read("[1,\"a\"]|[1]|[1,\"a\",2]|{\"x\":1}|[]", AsArray.class);
    read("{\"name\":\"m\",\"tags\":[\"u\"],\"field\":5,\"constant\":6}|{}|null|[]", Bean.class);
    read("{\"ready\":false,\"ALPHA\":7,\"zeta\":\"y\",\"url\":\"v\",\"hidden\":1}", Bean.class);
    read("{\"passing\":1,\"alpha\":null}|{\"alpha\":\"7\"}|{\"name\":5}", Bean.class);
    read("{\"text\":\"t\",\"count\":1}|{\"text\":\"t\"}|{\"count\":null}|\"t\"", Created.class);
    read("{\"text\":\"t\"}|\"t\"|5|{}", OneArgument.class, Made.class);
    read("{\"text\":\"t\",\"count\":1}|{}|\"t\"", TwoArguments.class);
    read("\"t\"|5|{}", ValueOf.class, Wrapper.class, Empty.class);
    read("{\"type\":1,\"older\":\"n\"}|{\"kind\":1,\"old\":\"o\"}", Renamed.class);
    read("{\"needed\":1}|{\"other\":1}", Strict.class);
    read("{\"id\":\"u\",\"at_x\":1,\"at_y\":2}", Unwrapped.class);
    read(SHAPES, Shape.class, Circle.class);
    read("{\"w\":{\"n\":1}}|{\"n\":1}|{\"v\":{}}", WrappedBase.class);
    read("{\"meow\":\"m\"}|{\"bark\":\"b\"}|{}|{\"moo\":1}", Deduced.class);
    read("{\"id\":\"i\",\"what\":\"cat\",\"payload\":{\"meow\":\"m\"}}", Outer.class);
    read("{\"id\":\"i\",\"what\":\"cow\",\"payload\":{}}", Outer.class);
    read("{\"value\":{\"@class\":\"java.util.HashMap\",\"x\":1}}", Classy.class);
    read("{\"day\":\"05.11.2026\",\"id\":\"12\",\"length\":90,\"clock\":\"1\"}", Formatted.class);
    read(
        "{\"day\":\"2026-11-05\"}|{\"id\":12}|{\"id\":\"1.5\"}|{\"seconds\":1.5}", Formatted.class);
    read("{\"old\":\"2026-11-05T12:34\",\"name\":\"RED\",\"number\":1}", Formatted.class);
    read("{\"text\":\"PT90S\"}|{\"flag\":1}|{\"flag\":true}|{\"instant\":\"x\"}", Formatted.class);
    read(ANY, Object.class, Map.class, List.class, Set.class, Iterable.class, Optional.class);
    read("5|null|\"x\"|1.5", OptionalInt.class, OptionalLong.class, OptionalDouble.class);
    read("5|null|\"x\"|1.5|[]", AtomicInteger.class, Number.class, Comparable.class);
    read(UUIDS, UUID.class, URI.class, Currency.class, Class.class);
    read("\"de_DE\"|\"de-DE\"|\"x\"|\"\"|1|null", Locale.class);
    read(
        KEYS,
        new TypeOf<Map<Integer, String>>() {}.type(),
        new TypeOf<Map<Byte, String>>() {}.type());
    read(
        KEYS,
        new TypeOf<Map<Colour, String>>() {}.type(),
        new TypeOf<Map<Boolean, String>>() {}.type());
    read(DAYS, new TypeOf<Map<LocalDate, String>>() {}.type());
    read(KEYS, new TypeOf<Map<Date, String>>() {}.type());
    read(
        KEYS,
        new TypeOf<Map<Double, Object>>() {}.type(),
        new TypeOf<Map<UUID, Object>>() {}.type());
    read("[1,null]|[\"1\"]|{}|null|1|\"\"", new TypeOf<List<Integer>>() {}.type());
    read(
        "5|null|\"x\"|[5]",
        new TypeOf<Optional<Integer>>() {}.type(),
        new TypeOf<Optional<Point>>() {}.type());
    read("[{\"kind\":\"circle\",\"radius\":1}]|[{}]|[null]", new TypeOf<List<Shape>>() {}.type());
    read("{\"value\":{\"x\":1},\"more\":[]}|{\"value\":1}", new TypeOf<Generic<Point>>() {}.type());
    read("1 2|1]|{\"a\":1}x|[1,]|{'a':1}|NaN|+1|01|1.|.5|tru|\"\\x\"|\"\t\"", Object.class);
    read("/*c*/1|[1,,2]|{a:1}|\"\\ud800\"|{\"\\ud83d\\ude00\":1}", Object.class);
    read(
        "0xd6ff00000000|0xc70cff000000010000000000000001|0x92d6ff0000000000|0x92d6ff000000003c|0xc403616263",
        BYTES);
    read(
        "0xca3fc00000|0xca7f800000|0xcb7ff8000000000000|0xcf8000000000000000|0xd3ffffffffffffffff|0xc1|0xa2ffff",
        BYTES);
    read(
        "0x81c0c0|0x8101a161|0x82a161c0a161c0|0x8190c0|0xd5ff0000|0xc7|0x92|0xdc0002c0c0|0xd9016b|0xc40161|0xa161",
        BYTES);
  }

  private void read(String inputs, Type... types) {
    for (Type type : types) {
      all.add(new Read(type, List.of(inputs.split("\\|"))));
    }
  }
}
