package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every option of a hub has in common. */
class HubOptionsTest {
  private static final Duration NINE = Duration.ofSeconds(9);

  static Stream<String> options() {
    return setters().map(Method::getName).distinct();
  }

  static Stream<String> positiveOptions() {
    return setters()
        .filter(
            setter ->
                setter.getParameterTypes()[0] == Duration.class
                    || setter.getParameterTypes()[0] == int.class)
        .map(Method::getName)
        .filter(name -> !name.equals("minimumNegotiateVersion"));
  }

  private static Stream<Method> setters() {
    return Arrays.stream(HubOptions.Builder.class.getMethods())
        .filter(method -> method.getReturnType() == HubOptions.Builder.class);
  }

  private static Method setter(String option) {
    return setters()
        .filter(method -> method.getName().equals(option))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no option " + option));
  }

  private static Object get(HubOptions options, String option) throws Exception {
    return HubOptions.class.getMethod(option).invoke(options);
  }

  /** Returns a value that is not the default. */
  private static Object otherThan(Object value, Method setter) {
    if (value instanceof Duration duration) {
      return duration.plusSeconds(7);
    } else if (value instanceof Integer number) {
      return number + 1;
    } else if (value instanceof Boolean flag) {
      return !flag;
    } else if (value instanceof Enum<?> constant) {
      return Arrays.stream(constant.getDeclaringClass().getEnumConstants())
          .filter(other -> other != constant)
          .findFirst()
          .orElseThrow();
    }
    return switch (setter.getName()) {
      case "protocols" -> Set.of("json");
      case "transports" -> Set.of(TransportType.WEB_SOCKETS);
      case "allowedOrigins" -> Set.of("https://app.example");
      default -> fail("say here what else " + setter.getName() + " may be than " + value);
    };
  }

  @ParameterizedTest
  @MethodSource("options")
  void isReadByItsNameAndKeptByToBuilder(String option) throws Exception {
    HubOptions defaults = HubOptions.builder().build();
    Method setter = setter(option);
    Object changed = otherThan(get(defaults, option), setter);
    HubOptions.Builder builder = HubOptions.builder();
    setter.invoke(builder, changed);

    assertThat(get(builder.build(), option)).isEqualTo(changed);
    assertThat(get(builder.build().toBuilder().build(), option)).isEqualTo(changed);
    HubOptions others = HubOptions.builder().maxCallHeaders(99).handshakeTimeout(NINE).build();
    assertThat(get(builder.over(others).build(), option)).isEqualTo(changed);
    for (String other : options().filter(name -> !name.equals(option)).toList()) {
      assertThat(get(builder.build(), other)).as(other).isEqualTo(get(defaults, other));
      assertThat(get(builder.over(others).build(), other)).as(other).isEqualTo(get(others, other));
    }
  }

  @ParameterizedTest
  @MethodSource("positiveOptions")
  void ofTimeOrSizeIsPositive(String option) throws Exception {
    Method setter = setter(option);
    boolean isTime = setter.getParameterTypes()[0] == Duration.class;
    Object smallest = isTime ? Duration.ofNanos(1) : (Object) 1;
    setter.invoke(HubOptions.builder(), smallest);

    for (Object wrong :
        isTime ? List.of(Duration.ZERO, Duration.ofNanos(-1)) : List.<Object>of(0, -1)) {
      assertRefused(setter, wrong, option + " must be positive but was " + wrong);
    }
  }

  private static void assertRefused(Method setter, Object value, String text) throws Exception {
    try {
      setter.invoke(HubOptions.builder(), value);
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class).hasMessage(text);
      return;
    }
    fail(setter.getName() + " took " + value);
  }

  @Test
  void versionOfNegotiateIsOneThatThereIs() throws Exception {
    Method setter = setter("minimumNegotiateVersion");
    setter.invoke(HubOptions.builder(), 0);
    setter.invoke(HubOptions.builder(), 1);
    for (int wrong : List.of(-1, 2)) {
      assertRefused(setter, wrong, "minimumNegotiateVersion must be 0 or 1 but was " + wrong);
    }
  }

  @Test
  void setsAreNotEmptyAndAreCopied() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().protocols(Set.of()))
        .withMessage("protocols must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().transports(Set.of()))
        .withMessage("transports must not be empty");

    Set<String> mine = new HashSet<>(Set.of("json"));
    HubOptions options = HubOptions.builder().protocols(mine).build();
    mine.add("messagepack");
    assertThat(options.protocols()).containsExactly("json");
  }

  @Test
  void protocolsAreThoseThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().protocols(Set.of("json", "msgpack")))
        .withMessage("protocols must be of [json, messagepack] but were [json, msgpack]");
  }

  @Test
  void originIsSchemeAndHost() {
    HubOptions.builder()
        .allowedOrigins(Set.of("HTTPS://App.example:8443", "capacitor://localhost"));

    for (String wrong :
        List.of(
            "https://app.example/path",
            "https://app.example/",
            "app.example",
            "https://",
            "https://user@app.example",
            "https://app.example:65536",
            "null",
            "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HubOptions.builder().allowedOrigins(Set.of(wrong)))
          .withMessage(
              "allowedOrigins takes \"*\" or scheme://host[:port] without a path but got \""
                  + wrong
                  + "\"");
    }
  }

  @Test
  void theStarStandsAloneAndForAWholeOrigin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().allowedOrigins(Set.of("https://*.example")))
        .withMessageEndingWith("; there is no wildcard for a part of an origin");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().allowedOrigins(Set.of("*", "https://app.example")))
        .withMessageStartingWith("allowedOrigins has \"*\", which is all, and others beside it");
  }

  @Test
  void theStarIsRefusedWithCredentials() {
    HubOptions.Builder all = HubOptions.builder().allowedOrigins(Set.of("*"));

    assertThatIllegalArgumentException()
        .isThrownBy(all::build)
        .withMessage(
            "allowedOrigins(\"*\") with allowCredentials(true) would let any web page act as its"
                + " visitor; name the origins, or set allowCredentials(false)");
    assertThat(all.allowCredentials(false).build().allowedOrigins()).containsExactly("*");
  }
}
