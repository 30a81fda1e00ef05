package dev.nave.hub.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.ClientAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address a request counts for. */
class ClientAddressesTest {
  private static final Set<String> PROXIES =
      Set.of("10.0.0.0/8", "192.168.1.1", "fd00::/9", "198.51.100.64/26");

  private static HttpRequest.Builder from(String address) {
    return HttpRequest.builder("GET", "/chat").remoteAddress(new InetSocketAddress(address, 4711));
  }

  private static String client(String header, HttpRequest.Builder request) {
    return new ClientAddresses(PROXIES, header).of(request.build()).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "203.0.113.7 ; 203.0.113.7",
        "1.2.3.4, 203.0.113.7 ; 203.0.113.7",
        "1.2.3.4, 203.0.113.7, 10.9.9.9, 192.168.1.1 ; 203.0.113.7",
        "203.0.113.7:8080 ; 203.0.113.7",
        "2001:db8:1:2:3:4:5:6 ; 2001:db8:1:2::/64",
        "[2001:db8::6]:443 ; 2001:db8:0:0::/64",
        "::ffff:203.0.113.7 ; 203.0.113.7",
        "198.51.100.127 ; 198.51.100.127",
        "1.2.3.4, 198.51.100.127 ; 1.2.3.4",
        "1.2.3.4, 198.51.100.128 ; 198.51.100.128",
        "1.2.3.4, fd7f::1 ; 1.2.3.4",
        "1.2.3.4, fd80::1 ; fd80:0:0:0::/64",
        "10.0.0.2, 10.0.0.3 ; 10.0.0.2",
        "1.2.3.4, unknown ; 10.0.0.1",
        "1.2.3.4, example.org, 10.0.0.7 ; 10.0.0.7",
        "1.2.3.4, 256.1.1.1 ; 10.0.0.1",
        "1.2.3.4, ; 10.0.0.1",
      })
  void isTheFirstFromTheRightThatIsNoTrustedProxy(String hops, String client) {
    // 198.51.100.127 alone is the left end of the chain, trusted or not.
    assertThat(client("X-Forwarded-For", from("10.0.0.1").header("X-Forwarded-For", hops)))
        .isEqualTo(client);
  }

  @Test
  void linesOfTheHeaderAreOneList() {
    HttpRequest.Builder request =
        from("10.0.0.1")
            .header("X-Forwarded-For", "1.2.3.4")
            .header("X-Forwarded-For", "203.0.113.7, 10.0.0.2");

    assertThat(client("x-forwarded-for", request)).isEqualTo("203.0.113.7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.7;proto=https;by=10.0.0.1 | 203.0.113.7",
        "for=1.2.3.4, proto=https; For=203.0.113.7, for=10.0.0.4 | 203.0.113.7",
        "for=\"[2001:db8:1:2::1]:4711\" | 2001:db8:1:2::/64",
        "for=_hidden | 10.0.0.1",
        "proto=https | 10.0.0.1",
      })
  void forwardedIsReadWhereItIsTheHeader(String value, String client) {
    HttpRequest.Builder request =
        from("10.0.0.1").header("Forwarded", value).header("X-Forwarded-For", "8.8.8.8");

    assertThat(client("Forwarded", request)).isEqualTo(client);
    assertThat(client("X-Forwarded-For", request)).isEqualTo("8.8.8.8");
  }

  @Test
  void isTheSendersOwnIfThatIsNoTrustedProxy() {
    assertThat(client("X-Forwarded-For", from("203.0.113.9").header("X-Forwarded-For", "1.2.3.4")))
        .isEqualTo("203.0.113.9");
    assertThat(client("X-Forwarded-For", from("10.0.0.1"))).isEqualTo("10.0.0.1");
  }

  @Test
  void isUnknownWithoutASocket() {
    HttpRequest request = HttpRequest.builder("GET", "/chat").build();

    assertThat(ClientAddresses.DIRECT.of(request)).isEqualTo(ClientAddress.UNKNOWN);
  }

  @Test
  void onlyTheLastHopsOfAnEndlessChainAreRead() {
    String chain = "1.2.3.4, " + "10.0.0.2, ".repeat(5_000) + "10.0.0.3";

    assertThat(client("X-Forwarded-For", from("10.0.0.1").header("X-Forwarded-For", chain)))
        .isEqualTo("10.0.0.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/-1"})
  void aProxyIsAnAddressOrANetwork(String proxy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientAddresses(Set.of(proxy), "Forwarded"))
        .withMessage(
            "trustedProxies takes addresses and networks such as 10.0.0.0/8 but got \""
                + proxy
                + "\"");
  }
}
