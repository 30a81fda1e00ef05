package dev.nave.hub.internal.loop;

import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.StreamItemMessage;
import dev.nave.hub.transport.Framing;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hub message on its way to any number of connections: encoded once per hub protocol, framed
 * once per kind of framing, by the first thread that needs it.
 *
 * <p><b>Threading.</b> Any thread. The forms made so far are an immutable list that grows under
 * this object's lock; finding one takes no lock.
 */
public final class OutboundMessage {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  /** What a message weighs in a queue besides its bytes. */
  private static final int OVERHEAD_BYTES = 64;

  private final @Nullable HubMessage message;
  private final Map<String, byte[]> encodedElsewhere;
  private final boolean counted;
  private final boolean droppable;
  private volatile @Nullable Form forms;

  /** Found when it is first asked for; each thread finds the same. */
  private @Nullable String targetKey;

  private OutboundMessage(
      @Nullable HubMessage message,
      Map<String, byte[]> encodedElsewhere,
      boolean counted,
      boolean droppable) {
    this.message = message;
    this.encodedElsewhere = encodedElsewhere;
    this.counted = counted;
    this.droppable = droppable;
  }

  /** Begins with a message that is not encoded yet. */
  public static OutboundMessage of(HubMessage message) {
    boolean droppable =
        message instanceof InvocationMessage invocation && invocation.invocationId() == null;
    return new OutboundMessage(message, Map.of(), message.isCounted(), droppable);
  }

  /**
   * Begins with an invocation that another node encoded.
   *
   * @param encoded the bytes by the name of the hub protocol; not modified any more
   */
  public static OutboundMessage encoded(Map<String, byte[]> encoded) {
    return new OutboundMessage(null, encoded, true, true);
  }

  /**
   * Begins with an invocation that another node encoded, and whose result it waits for.
   *
   * @param encoded as in {@link #encoded(Map)}
   */
  public static OutboundMessage encodedQuestion(Map<String, byte[]> encoded) {
    return new OutboundMessage(null, encoded, true, false);
  }

  /** Returns whether stateful reconnect numbers and keeps this message. */
  public boolean isCounted() {
    return counted;
  }

  /** Returns whether a slow client may miss this message: an invocation that nothing waits for. */
  public boolean isDroppable() {
    return droppable;
  }

  /** Returns whether this is an item of a stream, whose number and bytes its stream bounds. */
  public boolean isStreamItem() {
    return message instanceof StreamItemMessage;
  }

  /**
   * Returns the same text for all invocations of one client method, whatever the case of its name.
   * Of a message that another node encoded, the name is read from its bytes.
   *
   * @return empty if there is none
   */
  public String targetKey(HubProtocol protocol) {
    String known = targetKey;
    if (known == null) {
      known = target(protocol).toLowerCase(Locale.ROOT);
      targetKey = known;
    }
    return known;
  }

  private String target(HubProtocol protocol) {
    try {
      byte[] bytes = message == null ? encoded(protocol) : null;
      HubMessage read = bytes == null ? message : protocol.read(bytes, 0, bytes.length);
      return read instanceof InvocationMessage invocation ? invocation.target() : "";
    } catch (ProtocolException e) {
      log.debug("what another server encoded as {} has no target", protocol.name(), e);
      return "";
    }
  }

  /**
   * Returns the message in a hub protocol, or null if it was encoded elsewhere and not in this one.
   *
   * @throws EncodingException if a value cannot be encoded
   */
  public byte @Nullable [] encoded(HubProtocol protocol) {
    return form(protocol, null);
  }

  /**
   * Returns the message as one transport writes it. For loops: who sends has encoded it before, but
   * for the protocol of a connection that came in the meantime.
   *
   * @return null as in {@link #encoded(HubProtocol)}, or if it cannot be encoded
   */
  public byte @Nullable [] framed(HubProtocol protocol, Framing framing) {
    try {
      return form(protocol, framing);
    } catch (EncodingException e) {
      log.warn("a message cannot be encoded as {} and is dropped", protocol.name(), e);
      return null;
    }
  }

  /** Returns about how many bytes the message keeps alive while it waits in a queue. */
  public int weight() {
    int largest = 0;
    for (Form form = forms; form != null; form = form.next) {
      largest = Math.max(largest, form.bytes.length);
    }
    for (byte[] bytes : encodedElsewhere.values()) {
      largest = Math.max(largest, bytes.length);
    }
    return OVERHEAD_BYTES + largest;
  }

  private byte @Nullable [] form(HubProtocol protocol, @Nullable Framing framing) {
    byte[] known = find(protocol, framing);
    return known != null ? known : make(protocol, framing);
  }

  private byte @Nullable [] find(HubProtocol protocol, @Nullable Framing framing) {
    for (Form form = forms; form != null; form = form.next) {
      if (form.protocol.equals(protocol.name()) && form.framing == framing) {
        return form.bytes;
      }
    }
    return null;
  }

  private synchronized byte @Nullable [] make(HubProtocol protocol, @Nullable Framing framing) {
    byte[] known = find(protocol, framing);
    if (known != null) {
      return known;
    }
    byte[] bytes;
    if (framing != null) {
      byte[] encoded = form(protocol, null);
      if (encoded == null) {
        return null;
      }
      bytes = framing.frame(encoded);
    } else if (message != null) {
      bytes = protocol.write(message);
    } else {
      bytes = encodedElsewhere.get(protocol.name());
      if (bytes == null) {
        return null;
      }
    }
    forms = new Form(protocol.name(), framing, bytes, forms);
    return bytes;
  }

  /** One way in which the message exists: encoded, and framed if there is a framing. */
  private static final class Form {
    final String protocol;
    final @Nullable Framing framing;
    final byte[] bytes;
    final @Nullable Form next;

    Form(String protocol, @Nullable Framing framing, byte[] bytes, @Nullable Form next) {
      this.protocol = protocol;
      this.framing = framing;
      this.bytes = bytes;
      this.next = next;
    }
  }
}
