package dev.nave.hub.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
  })
  void anAddressIsRead(String text, String address) {
    InetAddress read = Objects.requireNonNull(ClientAddress.read(text));

    assertThat(read.getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"999.1.1.1", "1.2.3", "1.2.3.4.5", "localhost", "[::1", "", ":x", "%"})
  void whatIsNoAddressIsNotLookedUp(String text) {
    assertThat(ClientAddress.read(text)).isNull();
  }
}
