package dev.nave.hub.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers: what fits a Java type, and how they are written. */
class NumberValuesTest extends ValueTableFixture {
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
  void digitsAreReadUpToTheirLimitAndNoFurtherAsKeysOfMapsToo() throws Exception {
    String digits = "7".repeat(1_000);
    for (Type key : List.<Type>of(BigInteger.class, BigDecimal.class)) {
      Type map =
          key == BigInteger.class
              ? new TypeOf<Map<BigInteger, Integer>>() {}.type()
              : new TypeOf<Map<BigDecimal, Integer>>() {}.type();
      assertThat(bindJson(digits, key)).hasToString(digits);
      assertThat(bindJson("{\"" + digits + "\":1}", map)).hasToString("{" + digits + "=1}");
      for (String refused : List.of(digits + "7", "{\"" + digits + "7\":1}")) {
        Type type = refused.startsWith("{") ? map : key;
        assertThatThrownBy(() -> bindJson(refused, type)).isInstanceOf(BindingException.class);
      }
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

  private static @Nullable Object bindJson(String json, Type type) throws Exception {
    byte[] frame =
        ("{\"type\":3,\"invocationId\":\"1\",\"result\":" + json + "}\u001e").getBytes(UTF_8);
    CompletionMessage read =
        (CompletionMessage) Objects.requireNonNull(JSON.read(frame, 0, frame.length));
    return Objects.requireNonNull(read.result()).bind(List.of(type))[0];
  }
}
