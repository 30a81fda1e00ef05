package dev.nave.backplane.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionValuesTest {
  private enum Policy {
    DISCONNECT,
    DROP_NEWEST
  }

  private static final DeclaredOptions DECLARED = new DeclaredOptions();

  private static final Option<Duration> INTERVAL =
      DECLARED
          .option("keepAliveInterval", OptionType.duration())
          .alias("pingInterval")
          .defaultValue(Duration.ofSeconds(15))
          .range(Duration.ofMillis(1), Duration.ofDays(1))
          .summary("between pings")
          .declare();

  private static final Option<Integer> COUNT =
      DECLARED
          .option("maxStreams", OptionType.integer())
          .defaultValue(100_000)
          .range(1, 1_000_000)
          .summary("at a time")
          .declare();

  private static final Option<Long> BYTES =
      DECLARED
          .option("maxBytes", OptionType.bytes())
          .defaultValue(64L << 10)
          .range(1L, 1L << 30)
          .declare();

  private static final Option<Long> NUMBER =
      DECLARED.option("number", OptionType.number()).rangeOr(0L, "0 for none", 10L, 20L).declare();

  private static final Option<Policy> POLICY =
      DECLARED
          .option("slowConsumerPolicy", OptionType.oneOf(Policy.class))
          .defaultValue(Policy.DISCONNECT)
          .declare();

  private static final Option<List<String>> ORIGINS =
      DECLARED
          .option("origins", OptionType.list(OptionType.text(), ','))
          .defaultValue(List.of())
          .declare();

  private static final Option<Secret> PASSWORD =
      DECLARED.option("password", OptionType.secret()).emptyMeansDefault().declare();

  private static final Option<Runnable> HOOK =
      DECLARED.option("hook", OptionType.<Runnable>code()).declare();

  private final OptionValues values = OptionValues.of(DECLARED);

  @Test
  void hasTheDefaultsUntilSomethingIsSet() {
    assertThat(values.get(INTERVAL)).isEqualTo(Duration.ofSeconds(15));
    assertThat(values.find(PASSWORD)).isNull();
    assertThatThrownBy(() -> values.get(PASSWORD)).hasMessage("password has no value");
    assertThat(values.isChanged(INTERVAL)).isFalse();

    values.set(INTERVAL, Duration.ofSeconds(1));

    assertThat(values.get(INTERVAL)).isEqualTo(Duration.ofSeconds(1));
    assertThat(values.isChanged(INTERVAL)).isTrue();

    values.reset(INTERVAL);

    assertThat(values.get(INTERVAL)).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aCopyDoesNotChange() {
    OptionValues copy = values.copy();
    values.set(COUNT, 1);

    assertThat(copy.get(COUNT)).isEqualTo(100_000);
    assertThat(copy).isEqualTo(OptionValues.of(DECLARED)).isNotEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource({
    "keep-alive-interval, 10s, PT10S",
    "keepAliveInterval, 500ms, PT0.5S",
    "KEEPALIVEINTERVAL, 250, PT0.25S",
    "ping-interval, PT1M, PT1M",
    "ping-interval, pt0.5s, PT0.5S",
    "ping-interval, 1d, PT24H",
    "ping-interval, 1000000ns, PT0.001S",
  })
  void readsTimes(String name, String text, Duration expected) {
    values.set(name, text);

    assertThat(values.get(INTERVAL)).isEqualTo(expected);
    assertThat(DurationText.parse(DurationText.format(expected))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536",
    "64KiB, 65536",
    "64 kb, 65536",
    "1MiB, 1048576",
    "1GiB, 1073741824",
    "7B, 7"
  })
  void readsSizes(String text, long expected) {
    values.set("max-bytes", text);

    assertThat(values.get(BYTES)).isEqualTo(expected);
  }

  @Test
  void readsConstantsAndLists() {
    values.set("slow-consumer-policy", "drop-newest");
    values.set("origins", "https://a, https://b,");

    assertThat(values.get(POLICY)).isEqualTo(Policy.DROP_NEWEST);
    assertThat(values.get(ORIGINS)).containsExactly("https://a", "https://b");

    values.set("slowConsumerPolicy", "DISCONNECT");
    assertThat(values.get(POLICY)).isEqualTo(Policy.DISCONNECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "keep-alive-interval; 2days; cannot use keep-alive-interval=\"2days\": \"2days\" is no"
            + " time",
        "keepAliveInterval; 0; keepAliveInterval must be from 1 ms to 1 day but was 0 s",
        "keepAliveInterval; P1D2; is no time",
        "maxStreams; 1000001; maxStreams must be from 1 to 1000000 but was 1000001",
        "maxStreams; 99999999999; must be from 1 to 1000000",
        "maxStreams; 1.5; \"1.5\" is no whole number",
        "maxBytes; 2GiB; maxBytes must be from 1 byte to 1 GiB but was 2 GiB",
        "maxBytes; 99999999999GiB; must be from 1 byte to 1 GiB",
        "maxBytes; 1TiB; \"1TiB\" is no whole number of bytes",
        "number; 9; number must be from 10 to 20 but was 9",
        "slowConsumerPolicy; drop; \"drop\" is none of disconnect, drop-newest",
        "hook; x; only code can set it",
        "keepAliveIntervall; 1s; unknown option \"keepAliveIntervall\"; did you mean"
            + " keepAliveInterval?",
        "max-stream; 1; unknown option \"max-stream\"; did you mean max-streams?",
        "hok; 1; unknown option \"hok\"",
      })
  void saysWhatIsWrong(String name, String text, String message) {
    assertThatThrownBy(() -> values.set(name, text))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void oneValueMayBeAllowedBesideTheRange() {
    values.set(NUMBER, 0L);
    assertThat(values.get(NUMBER)).isZero();
    values.set(NUMBER, 10L);
    values.set(NUMBER, 20L);
    assertThatThrownBy(() -> values.set(NUMBER, 21L))
        .hasMessage("number must be from 10 to 20 but was 21");
  }

  @Test
  void secretsAreNeverShown() {
    values.set("password", "hunter2");

    assertThat(values.toString()).contains("password=*****").doesNotContain("hunter2");
    assertThat(values.text(PASSWORD)).isEqualTo("*****");

    values.set("password", "");
    assertThat(values.find(PASSWORD)).isNull();
  }

  @Test
  void theTextFormShowsEveryValueInForce() {
    values.set("pingInterval", "1s");

    assertThat(values)
        .hasToString(
            "keepAliveInterval=1000ms, maxStreams=100000, maxBytes=65536,"
                + " slowConsumerPolicy=disconnect, origins=");
  }

  @Test
  void aMapSetsWhatHasThePrefix() {
    values.setAll(Map.of("nave.max-streams", "5", "max-streams", "6", "x", "y"), "nave.");

    assertThat(values.get(COUNT)).isEqualTo(5);
    assertThatThrownBy(() -> values.setAll(Map.of("nave.max-stream", "5"), "nave."))
        .hasMessage(
            "cannot use \"nave.max-stream\": unknown option \"max-stream\"; did you mean"
                + " max-streams?");
  }

  @Test
  void aListItemHasNamesMeaningDefaultAndRange() {
    assertThat(INTERVAL.listItem())
        .isEqualTo(
            "- `keepAliveInterval`, `pingInterval`: between pings. Default: 15 s. Range: 1 ms to 1"
                + " day.");
    assertThat(COUNT.listItem())
        .isEqualTo("- `maxStreams`: at a time. Default: 100,000. Range: 1 to 1,000,000.");
    assertThat(BYTES.listItem()).endsWith(". Default: 64 KiB. Range: 1 byte to 1 GiB.");
    assertThat(NUMBER.listItem()).endsWith(". Default: none. Range: 10 to 20, or 0 for none.");
  }

  @Test
  void whatOnlyCodeCanSetHasNoText() {
    values.set(HOOK, () -> {});

    assertThat(values.text(HOOK)).isNull();
    assertThat(values.toString()).doesNotContain("hook");
  }

  @Test
  void whatDiffersFromTheDefaultsIsShownWithoutSecrets() {
    assertThat(values.changed()).isEmpty();

    values.set("pingInterval", "15s"); // The default.
    values.set("maxStreams", "7");
    values.set("password", "hunter2");
    values.set(HOOK, () -> {});

    assertThat(values.changed()).isEqualTo("maxStreams=7, password=*****, hook is set");
  }

  @Test
  void aNameIsDeclaredOnce() {
    assertThatThrownBy(() -> DECLARED.option("Max-Streams", OptionType.text()).declare())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatWasSetStandsOverOtherValuesAlsoIfItIsTheDefault() {
    OptionValues own = OptionValues.of(DECLARED);
    own.set(INTERVAL, Duration.ofSeconds(15));
    OptionValues others = OptionValues.of(DECLARED);
    others.set(INTERVAL, Duration.ofSeconds(20));
    others.set(COUNT, 7);

    OptionValues merged = own.over(others);

    assertThat(merged.get(INTERVAL)).isEqualTo(Duration.ofSeconds(15));
    assertThat(merged.get(COUNT)).isEqualTo(7);
    assertThat(others.get(INTERVAL)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void rowOfATableHasNameDefaultAndMeaning() {
    assertThat(COUNT.tableRow()).isEqualTo("| `maxStreams` | 100,000 | at a time |");
    assertThat(COUNT.tableRowWithRange())
        .isEqualTo("| `maxStreams` | 100,000 | 1 to 1,000,000 | at a time |");
    assertThat(POLICY.tableRowWithRange()).startsWith("| `slowConsumerPolicy` | disconnect | | ");
  }
}
