package dev.nave.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What goes out through a protocol comes back as it was, if the same type is asked for. */
class ValueRoundTripTest {
  private static final List<HubProtocol> PROTOCOLS =
      List.of(JsonHubProtocol.create(), MessagePackHubProtocol.create());

  static Stream<Arguments> protocolsAndValues() {
    return PROTOCOLS.stream()
        .flatMap(
            protocol ->
                values().map(v -> Arguments.of(protocol.name(), v.type(), v.value(), protocol)));
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @MethodSource("protocolsAndValues")
  void valuesComeBackAsTheyWere(String name, Type type, Object value, HubProtocol protocol)
      throws Exception {
    byte[] frame = protocol.write(InvocationMessage.send("t", Payload.ofAll(value, 1)));
    assertThat(protocol.frameEnd(frame, 0, frame.length, frame.length)).isEqualTo(frame.length);
    InvocationMessage read =
        (InvocationMessage) Objects.requireNonNull(protocol.read(frame, 0, frame.length));

    Object[] bound = read.arguments().bind(List.of(type, int.class));

    assertThat(bound[0]).usingRecursiveComparison().isEqualTo(value);
    assertThat(bound[0]).hasSameClassAs(value).satisfies(b -> assertEqualIfComparable(b, value));
    assertThat(bound[1]).isEqualTo(1);
  }

  private static void assertEqualIfComparable(Object bound, Object value) {
    if (value instanceof Comparable<?> || value instanceof Record) {
      assertThat(bound).isEqualTo(value);
    }
  }

  private static Stream<Value> values() {
    Instant instant = Instant.parse("2026-11-05T12:34:56.789012300Z");
    Person ada = new Person("Ada", 36, List.of("x", "y"));
    return Stream.of(
        of(boolean.class, true),
        of(Boolean.class, false),
        of(byte.class, (byte) -5),
        of(short.class, Short.MIN_VALUE),
        of(int.class, Integer.MIN_VALUE),
        of(Integer.class, Integer.MAX_VALUE),
        of(long.class, Long.MIN_VALUE),
        of(Long.class, 1L << 40),
        of(float.class, 1.1f),
        of(double.class, 0.1),
        of(Double.class, 3.0),
        of(char.class, 'é'),
        of(String.class, "héllo ✓ 😀 \"\\\n\u0000\u001e"),
        of(String.class, ""),
        of(DayOfWeek.class, DayOfWeek.FRIDAY),
        of(byte[].class, new byte[] {1, 2, -1}),
        of(byte[].class, new byte[0]),
        of(int[].class, new int[] {1, 2, 300}),
        of(double[].class, new double[] {1.5, -2}),
        of(String[].class, new String[] {"a", "b"}),
        of(Person[].class, new Person[] {ada}),
        of(Person.class, ada),
        of(Person.class, new Person(null, 0, null)),
        of(Bean.class, new Bean("x", new Bean("y", null))),
        of(Optional.class, Optional.of("x")),
        of(new TypeOf<Optional<Person>>() {}, Optional.of(ada)),
        of(OptionalInt.class, OptionalInt.of(3)),
        of(BigDecimal.class, new BigDecimal("1234567890.123456789012345678901234567890")),
        of(BigInteger.class, BigInteger.TWO.pow(100)),
        of(BigInteger.class, BigInteger.TWO.pow(64).subtract(BigInteger.ONE)),
        of(UUID.class, UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c")),
        of(Instant.class, instant),
        of(Instant.class, Instant.EPOCH.minusNanos(1)),
        of(Instant.class, Instant.ofEpochSecond(1L << 34)),
        of(OffsetDateTime.class, instant.atOffset(ZoneOffset.UTC)),
        of(ZonedDateTime.class, instant.atZone(ZoneOffset.UTC)),
        of(LocalDateTime.class, LocalDateTime.parse("2026-11-05T12:34:56.5")),
        of(LocalDate.class, LocalDate.parse("2026-11-05")),
        of(LocalTime.class, LocalTime.parse("12:34:56")),
        of(Year.class, Year.of(2026)),
        of(Period.class, Period.ofDays(3)),
        of(Duration.class, Duration.ofMillis(-1500)),
        of(Date.class, Date.from(Instant.parse("2026-11-05T12:34:56.789Z"))),
        of(new TypeOf<List<String>>() {}, new ArrayList<>(List.of("a", "b"))),
        of(new TypeOf<Set<Integer>>() {}, new HashSet<>(Set.of(1, 2))),
        of(
            new TypeOf<Map<String, List<Person>>>() {},
            new LinkedHashMap<>(Map.of("FooBar", new ArrayList<>(List.of(ada, ada))))),
        of(new TypeOf<Map<Integer, Instant>>() {}, new LinkedHashMap<>(Map.of(1, instant))),
        of(JsonNode.class, JsonNodeFactory.instance.objectNode().put("a", 1).putNull("b")));
  }

  private static Value of(Type type, Object value) {
    return new Value(type, value);
  }

  private static Value of(TypeOf<?> type, Object value) {
    return new Value(type.type(), value);
  }

  private record Value(Type type, Object value) {}

  record Person(@Nullable String name, int age, @Nullable List<String> tags) {}

  static final class Bean {
    private @Nullable String name;
    private @Nullable Bean inner;

    Bean() {}

    Bean(@Nullable String name, @Nullable Bean inner) {
      this.name = name;
      this.inner = inner;
    }

    public @Nullable String getName() {
      return name;
    }

    public void setName(@Nullable String name) {
      this.name = name;
    }

    public @Nullable Bean getInner() {
      return inner;
    }

    public void setInner(@Nullable Bean inner) {
      this.inner = inner;
    }
  }

  abstract static class TypeOf<T> {
    Type type() {
      return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
  }
}
