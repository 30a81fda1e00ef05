package dev.nave.hub.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a number may be. */
class NumberLengthTest {
  private static final int MOST = 40;

  record Written(@JsonFormat(shape = JsonFormat.Shape.STRING) BigInteger number) {}

  static Stream<HubProtocol> both() {
    return Stream.of(JsonHubProtocol.create(), MessagePackHubProtocol.create())
        .map(protocol -> protocol.withMaxNumberLength(MOST));
  }

  private static @Nullable Object bind(HubProtocol protocol, Type type, Object value)
      throws Exception {
    byte[] bytes = protocol.write(InvocationMessage.send("t", Payload.ofAll(value)));
    InvocationMessage read = (InvocationMessage) protocol.read(bytes, 0, bytes.length);
    assertThat(read).isNotNull();
    return read.arguments().bind(List.of(type))[0];
  }

  @ParameterizedTest
  @MethodSource("both")
  void aNumberIsReadUpToTheBoundAndNoFurther(HubProtocol protocol) throws Exception {
    BigInteger longest = new BigInteger("7".repeat(MOST));
    BigInteger longer = new BigInteger("7".repeat(MOST + 1));

    assertThat(bind(protocol, BigInteger.class, longest)).isEqualTo(longest);
    assertThat(bind(protocol, BigDecimal.class, new BigDecimal(longest)))
        .isEqualTo(new BigDecimal(longest));
    assertThat(bind(protocol, Written.class, new Written(longest))).isEqualTo(new Written(longest));
    assertRefused(protocol, BigInteger.class, longer);
    assertRefused(protocol, BigDecimal.class, new BigDecimal(longer));
    assertRefused(protocol, Written.class, new Written(longer));
  }

  @ParameterizedTest
  @MethodSource("both")
  void aKeyOfAMapIsReadUpToTheBoundAndNoFurther(HubProtocol protocol) throws Exception {
    Type type = new ValueTableFixture.TypeOf<Map<BigInteger, String>>() {}.type();
    BigInteger longest = new BigInteger("7".repeat(MOST));

    assertThat(bind(protocol, type, Map.of(longest, ""))).isEqualTo(Map.of(longest, ""));
    assertRefused(protocol, type, Map.of(new BigInteger("7".repeat(MOST + 1)), ""));
  }

  @Test
  void ofJsonAnyTypeHasTheBoundAlsoInsideOfAValue() throws Exception {
    HubProtocol protocol = JsonHubProtocol.create().withMaxNumberLength(MOST);
    for (Type type : List.<Type>of(Object.class, List.class, BigInteger[].class)) {
      assertThat(json(protocol, type, "7".repeat(MOST))).isNotNull();
      assertThatThrownBy(() -> json(protocol, type, "7".repeat(MOST + 1)))
          .isInstanceOf(BindingException.class);
    }
  }

  private static @Nullable Object json(HubProtocol protocol, Type type, String number)
      throws Exception {
    String text = "{\"type\":1,\"target\":\"t\",\"arguments\":[[" + number + "]]}\u001e";
    byte[] bytes = text.getBytes(UTF_8);
    InvocationMessage read = (InvocationMessage) protocol.read(bytes, 0, bytes.length);
    assertThat(read).isNotNull();
    return read.arguments().bind(List.of(type))[0];
  }

  @ParameterizedTest
  @MethodSource("both")
  void theLeastBoundIsEnoughForLongsDoublesAndDecimals(HubProtocol protocol) throws Exception {
    HubProtocol least = protocol.withMaxNumberLength(HubProtocol.LEAST_NUMBER_LENGTH);
    for (Object number :
        List.of(
            Long.MIN_VALUE,
            -Double.MIN_NORMAL,
            -1.2345678901234568e-300,
            new BigDecimal("-0.0000000000000000000000000001"),
            new BigDecimal("-79228162514264337593543950335"))) {
      assertThat(bind(least, number.getClass(), number)).isEqualTo(number);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void theSameBoundIsTheSameProtocol(HubProtocol protocol) {
    assertThat(protocol.withMaxNumberLength(MOST)).isSameAs(protocol);
  }

  private static void assertRefused(HubProtocol protocol, Type type, Object value) {
    assertThatThrownBy(() -> bind(protocol, type, value)).isInstanceOf(BindingException.class);
  }
}
