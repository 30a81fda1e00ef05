package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bound of one hub for the numbers of its clients. */
class MaxNumberLengthTest {
  public static class EchoHub extends Hub {
    public BigInteger echo(BigInteger number) {
      return number;
    }
  }

  @Test
  void aCallWithALongerNumberFailsAloneInBothProtocols() {
    for (HubProtocol protocol :
        List.of(JsonHubProtocol.create(), MessagePackHubProtocol.create())) {
      try (HubTester tester =
          HubTester.of(
              "/hub",
              server ->
                  server
                      .hub("/hub", EchoHub.class, EchoHub::new)
                      .options(options -> options.maxNumberLength(32)))) {
        TestClient client = tester.protocol(protocol).connect("ann");
        BigInteger longest = new BigInteger("7".repeat(32));

        assertThat(client.invoke(BigInteger.class, "echo", longest)).isEqualTo(longest);
        assertThatExceptionOfType(HubInvocationException.class)
            .isThrownBy(() -> client.invoke(BigInteger.class, "echo", longest.shiftLeft(4)));
        assertThat(client.invoke(BigInteger.class, "echo", BigInteger.ONE)).isOne();
      }
    }
  }

  @Test
  void aBoundThatNotEveryLongFitsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().maxNumberLength(31))
        .withMessage("maxNumberLength must be at least 32 but was 31");
  }
}
