package dev.nave.hub.internal.endpoint;

import dev.nave.hub.internal.accept.Acceptor;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;

/**
 * A connection between its HTTP request and its link. Abandoned, it is over and its token
 * forgotten: clients negotiate afresh for every attempt.
 */
record OpeningConnection(ConnectionRequest request, Acceptor acceptor) implements Attachable {
  @Override
  public TransportReceiver attach(TransportConnection link) {
    boolean accepted = false;
    try {
      TransportReceiver receiver = acceptor.accept(request, link);
      accepted = true;
      return receiver;
    } finally {
      if (!accepted) {
        request.ended();
      }
    }
  }

  @Override
  public void abandon() {
    request.ended();
  }
}
