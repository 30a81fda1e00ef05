package dev.nave.hub.internal.send;

import dev.nave.backplane.TopicText;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.HubProtocol;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes what the application sends before its send returns, and warns about what cannot be
 * encoded: the stage that says so may be one that no code looks at.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class Encoder {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.BACKPLANE);

  /** Hardly a value takes so many times the bytes in one hub protocol that it takes in another. */
  private static final int LARGEST_RATIO = 8;

  private final String hub;
  private final ConnectionSettings settings;
  private final LineLimit lines;

  Encoder(String hub, ConnectionSettings settings, LineLimit lines) {
    this.hub = hub;
    this.settings = settings;
    this.lines = lines;
  }

  /**
   * Encodes a call of a client's method.
   *
   * @param protocols the hub protocols to encode it in; whether it fits depends on all of the hub's
   * @return why it cannot be encoded; null if it can
   */
  @Nullable EncodingException encode(
      String method, OutboundMessage message, Collection<HubProtocol> protocols) {
    try {
      if (encode(message, protocols) > settings.options().maxSentMessageBytes() / LARGEST_RATIO) {
        encode(message, settings.protocols());
      }
      return null;
    } catch (EncodingException e) {
      return warn(method, e);
    } catch (RuntimeException | Error e) { // The hub protocols wrap what they foresee.
      return warn(method, new EncodingException("cannot encode the message: " + e, e));
    }
  }

  private int encode(OutboundMessage message, Collection<HubProtocol> protocols) {
    int largest = 0;
    for (HubProtocol protocol : protocols) {
      byte[] encoded = message.encoded(protocol);
      settings.checkSize(encoded);
      largest = Math.max(largest, encoded == null ? 0 : encoded.length);
    }
    return largest;
  }

  private EncodingException warn(String method, EncodingException failure) {
    String earlier = lines.next();
    if (earlier != null) {
      String quoted = TopicText.quote(method);
      log.warn("hub {}: {} was not sent: {}{}", hub, quoted, failure.getMessage(), earlier);
      log.debug("hub {}: {} was not sent", hub, quoted, failure);
    }
    return failure;
  }

  /**
   * Encodes a message that is on its way: clients whose hub protocol it does not fit do not get it.
   */
  public static void encodeAsFarAsPossible(
      OutboundMessage message, Collection<HubProtocol> protocols) {
    for (HubProtocol protocol : protocols) {
      try {
        message.encoded(protocol);
      } catch (EncodingException e) {
        log.debug("a message cannot be encoded as {}", protocol.name(), e);
      }
    }
  }
}
