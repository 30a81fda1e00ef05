package dev.nave.hub.internal.fanout;

import dev.nave.backplane.Envelope;
import dev.nave.hub.internal.connection.OutboundMessage;
import dev.nave.hub.protocol.HubProtocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to other nodes, and who of them is left out. Between nodes of one process it
 * travels as it is; bytes are made when a backplane asks for them. Any thread.
 */
final class HubEnvelope implements Envelope {
  private final OutboundMessage message;
  private final Set<String> excludedIds;
  private final List<HubProtocol> protocols;
  private volatile byte @Nullable [] bytes;

  /**
   * Creates an envelope.
   *
   * @param protocols in which {@link #bytes} holds the message: all that some node may need
   */
  HubEnvelope(OutboundMessage message, Set<String> excludedIds, List<HubProtocol> protocols) {
    this.message = message;
    this.excludedIds = excludedIds;
    this.protocols = protocols;
  }

  OutboundMessage message() {
    return message;
  }

  Set<String> excludedIds() {
    return excludedIds;
  }

  @Override
  public byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = encode();
      bytes = known;
    }
    return known;
  }

  private byte[] encode() {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    for (HubProtocol protocol : protocols) {
      byte[] inProtocol = message.encoded(protocol);
      if (inProtocol != null) {
        encoded.put(protocol.name(), inProtocol);
      }
    }
    return EnvelopeCodec.writeInvocation(excludedIds, encoded);
  }
}
