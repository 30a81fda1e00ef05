package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.conformance.Arguments.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @Test
  void takesThePort() {
    assertThat(Arguments.parse("--port", "0")).isEqualTo(Arguments.onAnyPort());
    assertThat(Arguments.parse()).isEqualTo(new Arguments(5000, null));
  }

  @Test
  void takesAConnectionStringAsItIs() {
    assertThat(Arguments.parse("--redis", "localhost:6379,channelPrefix=a b:", "--port", "1"))
        .isEqualTo(new Arguments(1, "localhost:6379,channelPrefix=a b:"));
  }

  @Test
  void doesNotShowTheConnectionStringWhichMayHoldAPassword() {
    assertThat(new Arguments(1, "localhost,password=hush").toString()).doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", ""})
  void refusesWhatIsNoPort(String port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse("--port", port))
        .withMessage("--port must be from 0 to 65535 but was \"%s\"", port);
  }

  @Test
  void takesTheTransport() {
    assertThat(Arguments.parse("--transport", "jetty", "--port", "0"))
        .isEqualTo(Arguments.onAnyPort(Transport.JETTY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse("--transport", "NETTY"))
        .withMessage("--transport must be netty, tomcat or jetty but was \"NETTY\"");
  }

  @Test
  void takesHowManySendsArePipelined() {
    assertThat(Arguments.parse("--pipelined-sends", "0").pipelinedSends()).isZero();
    assertThat(Arguments.parse().pipelinedSends()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse("--pipelined-sends", "-1"))
        .withMessage("--pipelined-sends must be from 0 to 1000 but was \"-1\"");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse("--prot", "5000"))
        .withMessage(
            "unknown argument \"--prot\"; there are --port, --redis, --transport and"
                + " --pipelined-sends");
  }

  @Test
  void refusesAnOptionWithoutItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse("--port"))
        .withMessage("--port needs a value");
  }
}
