package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.TransferFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketFramingTest {

  @Test
  void putsHeadAndPayloadIntoOneArray() {
    byte[] frame =
        WebSocketFraming.of(TransferFormat.TEXT).frame("{}".getBytes(StandardCharsets.UTF_8));

    assertThat(HexFormat.of().formatHex(frame)).isEqualTo("81027b7d");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8200",
    "125, 827d",
    "126, 827e007e",
    "65535, 827effff",
    "65536, 827f0000000000010000",
  })
  void writesLengthsInTheirShortestForm(int length, String head) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 7);

    byte[] frame = WebSocketFraming.of(TransferFormat.BINARY).frame(payload);

    int headLength = head.length() / 2;
    assertThat(HexFormat.of().formatHex(frame, 0, headLength)).isEqualTo(head);
    assertThat(Arrays.copyOfRange(frame, headLength, frame.length)).isEqualTo(payload);
  }

  @Test
  void isTheSameInstanceForEveryLink() {
    assertThat(WebSocketFraming.of(TransferFormat.TEXT))
        .isSameAs(WebSocketFraming.of(TransferFormat.TEXT))
        .isNotSameAs(WebSocketFraming.of(TransferFormat.BINARY));
  }
}
