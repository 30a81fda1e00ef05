package dev.nave.hub.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubProtocolsTest {
  private static final List<String> PREFERRED = List.of("chat.v2", "chat.v1");

  private static HttpRequest offering(String... lines) {
    HttpRequest.Builder request = HttpRequest.builder("GET", "/hub");
    for (String line : lines) {
      request.header("Sec-WebSocket-Protocol", line);
    }
    return request.build();
  }

  @Test
  void preferredOneOfThoseThatTheClientOffersIsAgreedTo() {
    assertThat(SubProtocols.agreed(PREFERRED, offering("chat.v1, chat.v2"))).isEqualTo("chat.v2");
    assertThat(SubProtocols.agreed(PREFERRED, offering("x", "y ,chat.v1"))).isEqualTo("chat.v1");
  }

  @Test
  void noneIsAgreedToThatTheClientDoesNotOfferJustSo() {
    assertThat(SubProtocols.agreed(PREFERRED, offering())).isNull();
    assertThat(SubProtocols.agreed(PREFERRED, offering("CHAT.V1,chat,,chat.v3"))).isNull();
    assertThat(SubProtocols.agreed(List.of(), offering("chat.v1"))).isNull();
  }

  @Test
  void whatIsNoTokenOrThereTwiceIsRefused() {
    for (String wrong : List.of("", "a b", "a,b", "a\r\nb: c", "ä")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SubProtocols.checked(List.of("a", wrong)))
          .withMessageContaining("\"" + wrong + "\"");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubProtocols.checked(List.of("a", "a")))
        .withMessageContaining("\"a\" twice");
    assertThat(SubProtocols.checked(PREFERRED)).isEqualTo(PREFERRED);
  }
}
