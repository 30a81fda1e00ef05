package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import dev.nave.backplane.options.Option;
import dev.nave.hub.docs.Pages;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        .filter(
            name ->
                !List.of(
                        "minimumNegotiateVersion",
                        "maxNumberLength",
                        "maxPipelinedSendsPerConnection")
                    .contains(name));
  }

  private static Stream<Method> setters() {
    return Arrays.stream(HubOptions.Builder.class.getMethods())
        .filter(method -> method.getReturnType() == HubOptions.Builder.class)
        .filter(method -> method.getParameterCount() == 1);
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

  /** Returns the defaults but for one option. */
  private static HubOptions.Builder changed(String option) throws Exception {
    HubOptions.Builder builder = HubOptions.builder();
    Method setter = setter(option);
    setter.invoke(builder, otherThan(get(builder.build(), option), setter));
    return builder;
  }

  @ParameterizedTest
  @MethodSource("options")
  void isReadByItsNameAndKeptByToBuilder(String option) throws Exception {
    HubOptions defaults = HubOptions.builder().build();
    Object changed = otherThan(get(defaults, option), setter(option));
    HubOptions.Builder builder = changed(option);

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

  @ParameterizedTest
  @MethodSource("options")
  void isSetFromTheTextThatShowsIt(String option) throws Exception {
    HubOptions.Builder builder = changed(option);
    Object changed = get(builder.build(), option);
    String shown = builder.build().toString();
    Matcher value =
        Pattern.compile("(?:^|, )" + option + "=(.*?)(?:, [a-zA-Z]+=|$)").matcher(shown);
    assertThat(value.find()).as(shown).isTrue();

    String hyphenated = option.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    for (String name : List.of(option, hyphenated)) {
      HubOptions read = HubOptions.builder().set(name, value.group(1)).build();
      assertThat(get(read, option)).isEqualTo(changed);
      assertThat(read).hasToString(shown);
    }
  }

  @Test
  void areSetFromAMapWithAPrefix() {
    Map<String, String> map =
        Map.of(
            "nave.hub.keep-alive-interval", "10s",
            "nave.hub.maxMessageBytes", "64KiB",
            "nave.hub.transports", "web-sockets, long-polling",
            "nave.redis.endpoints", "elsewhere");

    HubOptions options = HubOptions.builder().setAll(map, "nave.hub.").build();

    assertThat(options.keepAliveInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.maxMessageBytes()).isEqualTo(64 * 1024);
    assertThat(options.transports())
        .containsExactlyInAnyOrder(TransportType.WEB_SOCKETS, TransportType.LONG_POLLING);
  }

  @Test
  void endlessTimesAreShownAndRead() {
    HubOptions endless =
        HubOptions.builder().sendTimeout(Duration.ofSeconds(Long.MAX_VALUE)).build();

    assertThat(endless.toString()).contains(", sendTimeout=PT2562047788015215H30M7S,");
    assertThat(HubOptions.builder().set("sendTimeout", "PT2562047788015215H30M7S").build())
        .hasToString(endless.toString());
  }

  @Test
  void textThatIsWrongIsNamedWithItsOption() {
    HubOptions.Builder builder = HubOptions.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.set("keep-alive-intervall", "10s"))
        .withMessage("unknown option \"keep-alive-intervall\"; did you mean keep-alive-interval?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.set("maxStreamsPerClient", "0"))
        .withMessage(
            "cannot use maxStreamsPerClient=\"0\": maxStreamsPerClient must be positive but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.set("protocols", "json,xml"))
        .withMessageStartingWith("cannot use protocols=\"json,xml\": protocols must be of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.setAll(Map.of("nave.hub.sendTimeout", "soon"), "nave.hub."))
        .withMessageStartingWith("cannot use nave.hub.sendTimeout=\"soon\": \"soon\" is no time");
  }

  @Test
  void everyOptionIsARowOfThePage() {
    String page = String.join("\n", Pages.lines(Pages.docs().resolve("options.md")));
    List<Option<?>> declared = HubOptionDeclarations.DECLARED.all();

    assertThat(declared)
        .extracting(Option::name)
        .containsExactlyInAnyOrderElementsOf(options().toList());
    for (Option<?> option : declared) {
      assertThat(page).contains(option.tableRow());
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
  void noSendsNeedBePipelined() throws Exception {
    Method setter = setter("maxPipelinedSendsPerConnection");
    assertRefused(setter, -1, "maxPipelinedSendsPerConnection must not be negative but was -1");
    assertThat(HubOptions.builder().maxPipelinedSendsPerConnection(0).build())
        .returns(0, HubOptions::maxPipelinedSendsPerConnection);
    assertThat(HubOptions.builder().build())
        .returns(16, HubOptions::maxPipelinedSendsPerConnection);
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
