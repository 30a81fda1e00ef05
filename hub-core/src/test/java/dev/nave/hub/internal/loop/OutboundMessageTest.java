package dev.nave.hub.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.transport.Framing;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboundMessageTest {
  private final HubProtocol json = JsonHubProtocol.create();
  private final HubProtocol messagePack = MessagePackHubProtocol.create();
  private final Framing framing = bytes -> bytes.clone();
  private final Framing otherFraming = bytes -> bytes.clone();

  @Test
  void isEncodedOncePerHubProtocol() {
    OutboundMessage message = OutboundMessage.of(InvocationMessage.send("x", Payload.of(1)));

    assertThat(message.encoded(json)).isSameAs(message.encoded(json));
    assertThat(message.encoded(messagePack))
        .isSameAs(message.encoded(messagePack))
        .isNotEqualTo(message.encoded(json));
  }

  @Test
  void isFramedOncePerWayOfFraming() {
    OutboundMessage message = OutboundMessage.of(PingMessage.INSTANCE);

    assertThat(message.framed(json, framing))
        .isSameAs(message.framed(json, framing))
        .isNotSameAs(message.framed(json, otherFraming))
        .isEqualTo(message.encoded(json));
  }

  @Test
  void doesNotExistInAHubProtocolThatItsNodeDidNotSpeak() {
    byte[] bytes = {1, 2};
    OutboundMessage message = OutboundMessage.encoded(Map.of("json", bytes));

    assertThat(message.encoded(json)).isSameAs(bytes);
    assertThat(message.encoded(messagePack)).isNull();
    assertThat(message.framed(messagePack, framing)).isNull();
  }

  @Test
  void weighsItsLargestFormAndSomethingForItself() {
    OutboundMessage message = OutboundMessage.of(PingMessage.INSTANCE);
    assertThat(message.weight()).isEqualTo(64);

    message.encoded(messagePack);
    assertThat(message.weight()).isEqualTo(64 + 3);

    message.encoded(json);
    assertThat(message.weight()).isEqualTo(64 + "{\"type\":6}\u001e".length());
    assertThat(OutboundMessage.encoded(Map.of("a", new byte[10], "b", new byte[20])).weight())
        .isEqualTo(64 + 20);
  }
}
