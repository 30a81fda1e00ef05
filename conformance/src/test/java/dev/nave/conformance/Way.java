package dev.nave.conformance;

import com.microsoft.signalr.HttpHubConnectionBuilder;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.TransportEnum;

/** How an official Java client connects. */
enum Way {
  NEGOTIATED(TransportEnum.WEBSOCKETS, true),
  WITHOUT_NEGOTIATION(TransportEnum.WEBSOCKETS, false),

  /** Such a client posts several messages at a time, so that one may overtake another. */
  LONG_POLLING(TransportEnum.LONG_POLLING, true);

  private final TransportEnum transport;
  private final boolean negotiated;

  Way(TransportEnum transport, boolean negotiated) {
    this.transport = transport;
    this.negotiated = negotiated;
  }

  HttpHubConnectionBuilder to(String url) {
    return HubConnectionBuilder.create(url)
        .withTransport(transport)
        .shouldSkipNegotiate(!negotiated);
  }
}
