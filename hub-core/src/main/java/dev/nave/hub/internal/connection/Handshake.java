package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.protocol.HandshakeRequest;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.protocol.json.HandshakeCodec;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the first message of a client comes to.
 *
 * @param protocol what is spoken from now on; null if the handshake is refused
 * @param version the version of it that the client asked for
 * @param error why it is refused; empty if it is not
 */
record Handshake(@Nullable HubProtocol protocol, int version, String error) {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  /** Since version 2 of the hub protocols there are Ack and Sequence. */
  boolean knowsStatefulReconnect() {
    return version >= 2;
  }

  /** Takes the first message out of the buffer; null if it is not whole yet. Loop only. */
  static @Nullable Handshake read(
      InboundBuffer inbound, ConnectionSettings settings, TransportConnection link) {
    int end;
    try {
      end =
          HandshakeCodec.frameEnd(
              inbound.array(),
              inbound.from(),
              inbound.seen(),
              inbound.to(),
              settings.options().maxMessageBytes());
    } catch (ProtocolException e) {
      log.debug("a handshake is too large: {}", ClientErrors.clip(e.toString()));
      return refused(ClientErrors.HANDSHAKE_CANCELED);
    }
    if (end == HubProtocol.INCOMPLETE) {
      inbound.seeAll();
      return null;
    }
    try {
      HandshakeRequest request = HandshakeCodec.read(inbound.array(), inbound.from(), end);
      inbound.consumeTo(end);
      return answer(request, settings, link);
    } catch (ProtocolException e) {
      log.debug("a handshake is not understood: {}", ClientErrors.clip(e.toString()));
      return refused(
          ClientErrors.compose(
              ClientErrors.HANDSHAKE_FAILED, e, settings.options().detailedErrors()));
    }
  }

  private static Handshake answer(
      HandshakeRequest request, ConnectionSettings settings, TransportConnection link) {
    HubProtocol wanted = settings.protocol(request.protocol());
    if (wanted == null) {
      return refused("The protocol '" + request.protocol() + "' is not supported.");
    }
    if (request.version() > HubProtocol.MAX_VERSION) {
      return refused(
          "The server does not support version "
              + request.version()
              + " of the '"
              + request.protocol()
              + "' protocol.");
    }
    TransferFormat format = wanted.transferFormat();
    if (!link.carries(format)) {
      return refused(
          "Cannot use the '"
              + wanted.name()
              + "' protocol on the current transport. The transport does not support '"
              + format.wireName()
              + "' transfer format.");
    }
    return new Handshake(wanted, request.version(), "");
  }

  private static Handshake refused(String error) {
    return new Handshake(null, 0, error);
  }

  /**
   * Tells a client why it is refused, and ends its link. Loop only. There is no hub protocol yet,
   * so the text of the error goes out as text.
   *
   * @throws RuntimeException if it cannot be written
   */
  static void refuse(TransportConnection link, String error) {
    byte[] response = HandshakeCodec.response(error);
    OutboundBuffer buffer =
        link.loop().join(List.of(link.framing(TransferFormat.TEXT).frame(response)));
    link.write(buffer);
    buffer.release();
    link.flush();
    link.close(CloseStatus.NORMAL);
  }
}
