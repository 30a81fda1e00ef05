package dev.nave.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.hub.protocol.HandshakeRequest;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.json.HandshakeCodec;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class HandshakesFuzzTest {
  private static final int MAX_BYTES = 32 * 1024;
  private static final JsonMapper JSON = JsonMapper.shared();

  static Stream<Arguments> seeds() {
    return Seeds.arguments(Seeds.read("handshakes.txt"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytesAreAHandshakeOrAnswered(byte[] bytes) {
    Spending.isBounded(bytes, 1024, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    try {
      int end = HandshakeCodec.frameEnd(bytes, 0, bytes.length, MAX_BYTES);
      if (end != HubProtocol.INCOMPLETE) {
        HandshakeRequest request = HandshakeCodec.read(bytes, 0, end);
        assertThat(request.protocol()).isNotNull();
        answer(request.protocol());
      }
    } catch (ProtocolException e) {
      answer(e.getMessage());
    }
  }

  /** The client sees its own mistake: that must be one record of valid JSON. */
  private static void answer(String error) {
    byte[] response = HandshakeCodec.response(error);
    String text = new String(response, StandardCharsets.UTF_8);

    assertThat(text.indexOf('\u001e')).isEqualTo(text.length() - 1);
    String read = JSON.readTree(text.substring(0, text.length() - 1)).get("error").asString();
    assertThat(read).isEqualTo(Shown.withoutHalves(error));
  }
}
