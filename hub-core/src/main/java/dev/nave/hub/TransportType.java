package dev.nave.hub;

import dev.nave.hub.protocol.TransferFormat;
import java.util.List;

/** The transports that clients know, in the order in which they are offered. */
public enum TransportType {
  /** WebSockets: both directions on one connection. */
  WEB_SOCKETS("WebSockets", List.of(TransferFormat.TEXT, TransferFormat.BINARY)),

  /** Server-Sent Events: an endless response to the client, and a POST for each message of it. */
  SERVER_SENT_EVENTS("ServerSentEvents", List.of(TransferFormat.TEXT)),

  /** Long polling: responses that wait until there is something to say, and POSTs. */
  LONG_POLLING("LongPolling", List.of(TransferFormat.TEXT, TransferFormat.BINARY));

  private final String wireName;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<TransferFormat> transferFormats;

  TransportType(String wireName, List<TransferFormat> transferFormats) {
    this.wireName = wireName;
    this.transferFormats = transferFormats;
  }

  /** Returns the name in the answer to a negotiate request. */
  public String wireName() {
    return wireName;
  }

  /** Returns what the transport carries. */
  public List<TransferFormat> transferFormats() {
    return transferFormats;
  }
}
