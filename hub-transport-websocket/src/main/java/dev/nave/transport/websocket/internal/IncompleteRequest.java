package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.FairPlaces;
import dev.nave.hub.transport.FairPlaces.Displaced;
import io.netty.channel.Channel;

/** Whether an HTTP connection has no complete request, which only so many may. Loop only. */
// Netty's futures are ignored on purpose: the end of a channel is an event for its own handler.
@SuppressWarnings("FutureReturnValueIgnored")
final class IncompleteRequest {
  private final Channel channel;
  private final FairPlaces<ClientAddress, Channel> places;
  private final RequestRefusals refusals;
  private ClientAddress address = ClientAddress.UNKNOWN;
  private boolean counted;

  IncompleteRequest(
      Channel channel, FairPlaces<ClientAddress, Channel> places, RequestRefusals refusals) {
    this.channel = channel;
    this.places = places;
    this.refusals = refusals;
  }

  /** A request is awaited. Another connection may have to be closed for that. */
  void begin() {
    if (!counted) {
      counted = true;
      address = ClientAddress.of(channel.remoteAddress());
      Displaced<ClientAddress, Channel> displaced = places.add(address, channel);
      if (displaced != null) {
        refusals.displaced(displaced.holder(), displaced.held(), places.max());
        displaced.value().close();
      }
    }
  }

  /** The request is complete, or there will be none. */
  void end() {
    if (counted) {
      counted = false;
      places.remove(address, channel);
    }
  }
}
