package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.WhenUnavailable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @Test
  void listensOnThisMachineOnlyUnlessToldOtherwise() {
    assertThat(Arguments.parse()).isEqualTo(new Arguments("127.0.0.1", 8080));
  }

  @Test
  void takesHostAndPortInAnyOrder() {
    assertThat(Arguments.parse("--host", "0.0.0.0", "--port", "9000"))
        .isEqualTo(Arguments.parse("--port", "9000", "--host", "0.0.0.0"))
        .isEqualTo(new Arguments("0.0.0.0", 9000));
  }

  @Test
  void standsAloneUnlessARedisIsNamed() {
    assertThat(Arguments.parse("--port", "9000").redis()).isEmpty();
    assertThat(Arguments.parse("--redis", "redis.example:6380,channelPrefix=chat:").redis())
        .hasValueSatisfying(redis -> assertThat(redis.channelPrefix()).isEqualTo("chat:"));
  }

  @Test
  void neverShowsThePasswordOfTheRedis() {
    assertThat(Arguments.parse("--redis", "redis.example,password=secret").toString())
        .contains("redis.example")
        .doesNotContain("secret");
  }

  @Test
  void saysWhatIsWrongWithARedis() {
    assertThatThrownBy(() -> Arguments.parse("--redis", "localhost,passwort=secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--redis: ")
        .hasMessageContaining("passwort")
        .hasMessageNotContaining("secret");
  }

  @Test
  void hasTheDefaultsOfTheLibraryUnlessToldOtherwise() {
    assertThat(Arguments.parse().farm()).isEqualTo(FarmSettings.DEFAULT);
  }

  @Test
  void takesWhatMattersInAFarm() {
    Arguments arguments =
        Arguments.parse(
            "--name", "a",
            "--when-unavailable", "local-only",
            "--drain-seconds", "5",
            "--ready-when", "linked",
            "--counters", "/counters",
            "--metrics", "/metrics");

    assertThat(arguments.farm())
        .isEqualTo(
            new FarmSettings(
                Optional.of("a"),
                WhenUnavailable.LOCAL_ONLY,
                Duration.ofSeconds(5),
                true,
                Optional.of("/counters"),
                Optional.of("/metrics")));
    assertThat(arguments.serverName()).isEqualTo("a");
  }

  @Test
  void isCalledByItsAddressWhereThereAreOthers() {
    assertThat(Arguments.parse("--port", "9000").serverName()).isEmpty();
    assertThat(Arguments.parse("--port", "9000", "--redis", "localhost").serverName())
        .isEqualTo("127.0.0.1:9000");
  }

  @ParameterizedTest
  @CsvSource({
    "--name, <b>, may have up to 32 letters",
    "--when-unavailable, maybe, must be fail or local-only but was \"maybe\"",
    "--drain-seconds, soon, must be a number from 0 to 9999 but was \"soon\"",
    "--ready-when, never, must be running or linked but was \"never\"",
    "--counters, counters, must be a path such as /counters but was \"counters\"",
    "--metrics, metrics, must be a path such as /metrics but was \"metrics\""
  })
  void saysWhatIsWrongWithASettingOfAFarm(String option, String value, String reason) {
    assertThatThrownBy(() -> Arguments.parse(option, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(option + " " + reason);
  }

  @Test
  void refusesAnArgumentItDoesNotKnow() {
    assertThatThrownBy(() -> Arguments.parse("--prot", "9000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown argument \"--prot\"");
  }

  @Test
  void refusesAnArgumentWithoutItsValue() {
    assertThatThrownBy(() -> Arguments.parse("--port"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--port needs a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "99999999999", "-1", "http", "80 80"})
  void refusesWhatIsNoPort(String value) {
    assertThatThrownBy(() -> Arguments.parse("--port", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--port must be a number from 0 to 65535 but was \"" + value + "\"");
  }
}
