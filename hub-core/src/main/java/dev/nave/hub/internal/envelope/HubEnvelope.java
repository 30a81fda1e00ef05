package dev.nave.hub.internal.envelope;

import dev.nave.backplane.Envelope;
import dev.nave.hub.internal.loop.OutboundMessage;
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
public final class HubEnvelope implements Envelope {
  private final OutboundMessage message;
  private final Set<String> excludedIds;
  private final List<HubProtocol> protocols;
  private final @Nullable ReturnAddress asked;
  private volatile byte @Nullable [] bytes;
  private volatile byte @Nullable [] frontOfNumber;

  /**
   * Creates an envelope.
   *
   * @param protocols in which {@link #bytes} holds the message: all that some node may need
   */
  public HubEnvelope(
      OutboundMessage message, Set<String> excludedIds, List<HubProtocol> protocols) {
    this(message, excludedIds, protocols, null);
  }

  /**
   * Creates an envelope.
   *
   * @param protocols in which {@link #bytes} holds the message: all that some node may need
   * @param asked what is wanted of its only receiver, if anything
   */
  public HubEnvelope(
      OutboundMessage message,
      Set<String> excludedIds,
      List<HubProtocol> protocols,
      @Nullable ReturnAddress asked) {
    this.message = message;
    this.excludedIds = excludedIds;
    this.protocols = protocols;
    this.asked = asked;
  }

  public OutboundMessage message() {
    return message;
  }

  public Set<String> excludedIds() {
    return excludedIds;
  }

  public @Nullable ReturnAddress asked() {
    return asked;
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
    return EnvelopeCodec.writeInvocation(excludedIds, encoded(), asked);
  }

  /**
   * Returns the bytes of an envelope that bears a number, up to that number: the same for all
   * topics.
   *
   * @param origin id of this node, which does not change
   */
  public byte[] frontOfNumber(String origin) {
    byte[] known = frontOfNumber;
    if (known == null) {
      known = EnvelopeCodec.writeFrontOfNumber(excludedIds, encoded(), asked, origin);
      frontOfNumber = known;
    }
    return known;
  }

  private Map<String, byte[]> encoded() {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    for (HubProtocol protocol : protocols) {
      byte[] inProtocol = message.encoded(protocol);
      if (inProtocol != null) {
        encoded.put(protocol.name(), inProtocol);
      }
    }
    return encoded;
  }
}
