package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.tck.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
  private static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private final Compression compression = new Compression(100, 6, 1_000_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate;client_max_window_bits=8",
        "permessage-deflate; client_max_window_bits=\"15\"",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "x-other; a=\"1, permessage-deflate; x\", permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate",
        "permessage-deflate; unknown, , permessage-deflate",
      })
  void theFirstOfferThatCanBeServedIsAgreedTo(String offers) {
    assertThat(agreed(offers)).isEqualTo(AGREED);
  }

  @Test
  void theWindowThatIsAskedForIsAgreedToIfItIsTheLargest() {
    assertThat(agreed("permessage-deflate; server_max_window_bits=15"))
        .isEqualTo(AGREED + "; server_max_window_bits=15");
  }

  @Test
  void offersMayStandInSeveralHeaders() {
    assertThat(
            Compression.agreed(
                Map.of("sec-websocket-extensions", List.of("x-other", "permessage-deflate"))))
        .isEqualTo(AGREED);
    assertThat(Compression.agreed(Map.of())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ";",
        "x-webkit-deflate-frame",
        "Permessage-Deflate",
        "x-other; a=\"permessage-deflate, permessage-deflate\"",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=14",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=09",
        "permessage-deflate; client_max_window_bits=",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_max_window_bits; client_max_window_bits",
        "permessage-deflate; level=9",
        "permessage-deflate; ",
        "permessage-deflate \"",
      })
  void offersThatCannotBeServedAreDeclined(String offers) {
    assertThat(agreed(offers)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"99, false", "100, true", "101, true"})
  void messagesFromTheThresholdOnAreCompressed(int size, boolean compressed) {
    byte[] frame = framing().frame("x".repeat(size).getBytes(StandardCharsets.US_ASCII));

    assertThat(frame[0]).isEqualTo((byte) (compressed ? 0xC1 : 0x81));
    assertThat(frame.length < size).isEqualTo(compressed);
  }

  @Test
  void whatDoesNotGetSmallerIsSentAsItIs() {
    byte[] message = new byte[5_000];
    new Random(3).nextBytes(message);

    assertThat(compression.framing(TransferFormat.BINARY).frame(message))
        .isEqualTo(WebSocketFraming.frame(Opcode.BINARY, message));
  }

  @Test
  void eachMessageIsCompressedByItself() {
    byte[] message = "a message that repeats itself ".repeat(20).getBytes(StandardCharsets.UTF_8);

    assertThat(framing().frame(message)).isEqualTo(framing().frame(message));
  }

  @Test
  void allConnectionsShareOneFramingSoThatABroadcastIsCompressedOnce() {
    assertThat(framing()).isSameAs(framing());
    assertThat(framing()).isNotSameAs(compression.framing(TransferFormat.BINARY));
  }

  private Framing framing() {
    return compression.framing(TransferFormat.TEXT);
  }

  private static @Nullable String agreed(String offers) {
    return Compression.agreed(Map.of("sec-websocket-extensions", List.of(offers)));
  }

  /** Returns what a client sends so that a server reads this, with RSV1 in its first frame. */
  static byte[] compressed(String message) {
    byte[] deflated = new Deflaters(6).deflate(message.getBytes(StandardCharsets.UTF_8));
    assertThat(deflated).as("a compressed message").isNotNull();
    return RawClient.frame(0xC1, deflated);
  }
}
