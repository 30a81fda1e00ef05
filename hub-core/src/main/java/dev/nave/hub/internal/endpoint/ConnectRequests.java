package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.ConnectionUser;
import dev.nave.hub.internal.accept.Reattachable;
import dev.nave.hub.internal.endpoint.ConnectionPlaces.Entry;
import dev.nave.hub.internal.endpoint.ConnectionPlaces.Place;
import dev.nave.hub.internal.endpoint.NegotiatedConnection.Returnable;
import dev.nave.hub.internal.endpoint.NegotiatedConnection.State;
import dev.nave.hub.internal.endpoint.PlaceCounts.Full;
import dev.nave.hub.internal.endpoint.RequestAuthentication.Caller;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests to {@code {path}} itself of one hub: those that open a link and those that
 * belong to one. Any thread.
 *
 * <p>Which transport a GET means, in this order: an event stream if it accepts one, a WebSocket if
 * it is an upgrade, else a poll. Source: the statuses and texts were recorded from the reference
 * server. It sends a refused upgrade's text in chunks that no client reads; here such answers are
 * empty.
 */
final class ConnectRequests {
  private final HubMapping hub;
  private final NegotiatedConnections tokens;
  private final ConnectionPlaces places;
  private final RequestAuthentication callers;
  private final ErrorResponses refusals;
  private final HttpTransports fallbacks;

  ConnectRequests(
      HubMapping hub,
      NegotiatedConnections tokens,
      ConnectionPlaces places,
      RequestAuthentication callers,
      BooleanSupplier stopping,
      ErrorResponses refusals) {
    this.hub = hub;
    this.tokens = tokens;
    this.places = places;
    this.callers = callers;
    this.refusals = refusals;
    fallbacks = new HttpTransports(hub, tokens, places, callers, stopping, refusals);
  }

  /** Returns how many polls there were. */
  long polls() {
    return fallbacks.polls();
  }

  /** Answers a request of a caller who may use the hub. */
  EndpointAnswer answer(HttpRequest request, boolean webSocketUpgrade, Caller caller) {
    return switch (request.method()) {
      case "GET" -> {
        if (acceptsEventStream(request)) {
          yield fallbacks.eventStream(request, caller);
        }
        yield webSocketUpgrade ? webSocket(request, caller) : fallbacks.poll(request, caller);
      }
      case "POST" -> fallbacks.send(request, caller);
      case "DELETE" -> fallbacks.delete(request, caller);
      default -> refusals.emptyText(request, 405, "the hub takes GET, POST and DELETE");
    };
  }

  private EndpointAnswer webSocket(HttpRequest request, Caller caller) {
    String token = NegotiatedConnections.token(request);
    NegotiatedConnection connection = token.isEmpty() ? null : tokens.find(hub, token);
    if (connection == null && !token.isEmpty()) {
      return refusals.unknownConnection(request, "");
    }
    if (!hub.options().transports().contains(TransportType.WEB_SOCKETS)) {
      return fallbacks.notSupported(request, TransportType.WEB_SOCKETS);
    }
    String userId =
        callers.userId(
            request,
            caller,
            hub.options().maxUserIdLength()); // May throw: before anything is taken.
    if (connection != null && connection.state() != State.UNUSED) {
      return again(request, connection, caller, userId);
    }
    Entry entry = places.enter(request, userId);
    if (entry instanceof Full full) {
      return refusals.full(request, full);
    }
    Place place = (Place) entry;
    if (connection != null && !tokens.claim(connection, TransportType.WEB_SOCKETS)) {
      place.leave();
      return again(request, connection, caller, userId);
    }
    return new Attach(
        new OpeningConnection(open(request, connection, place, caller, userId), hub.acceptor()));
  }

  /** Answers a client that comes back to a connection in use. */
  private EndpointAnswer again(
      HttpRequest request,
      NegotiatedConnection connection,
      Caller caller,
      @Nullable String userId) {
    Returnable returnable = connection.returnable();
    if (connection.state() == State.OVER) {
      return refusals.emptyText(request, 404, "the connection is over");
    }
    if (connection.transport() != TransportType.WEB_SOCKETS) {
      return refusals.emptyText(request, 400, "the connection has another transport");
    }
    if (returnable == null) {
      return refusals.emptyText(request, 409, "the connection has its link");
    }
    ConnectionUser owner = connection.user();
    if (owner == null || !Objects.equals(userId, returnable.userId())) {
      return refusals.emptyText(request, 403, "the connection is another user's");
    }
    if (!hub.hooks().acceptsAgain(connection.id(), request, owner, caller.user())) {
      return refusals.emptyText(request, 403, "the connection is not this user's any more");
    }
    ConnectionRequest returning =
        ConnectionRequest.builder(connection.id(), request)
            .connectionToken(connection.token())
            .connectionUser(owner)
            .userId(userId)
            .statefulReconnect(true)
            .build();
    return new Attach(new Returning(returnable.connection(), returning, caller.user()));
  }

  private ConnectionRequest open(
      HttpRequest request,
      @Nullable NegotiatedConnection connection,
      Place place,
      Caller caller,
      @Nullable String userId) {
    ConnectionRequest.Builder opening =
        ConnectionRequest.builder(connection == null ? tokens.freshId() : connection.id(), request);
    if (connection != null) {
      opening
          .connectionToken(connection.token())
          .statefulReconnect(connection.statefulReconnect())
          .onReattachable(reattachable -> connection.allowReturn(reattachable, userId));
    }
    opening
        .clientAddress(place.address())
        .onHandshakeDone(place::handshakeDone)
        .onEnded(
            () -> {
              place.leave();
              if (connection != null) {
                tokens.end(connection);
              }
            });
    ConnectionRequest opened =
        opening.user(caller.user()).userId(userId).transport(TransportType.WEB_SOCKETS).build();
    if (connection != null) {
      connection.openedBy(opened.connectionUser());
    }
    return opened;
  }

  /** The reference server takes the media type without parameters only. */
  private static boolean acceptsEventStream(HttpRequest request) {
    return request.headers().getOrDefault("accept", List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .anyMatch(type -> type.trim().equalsIgnoreCase("text/event-stream"));
  }

  /** A client that comes back, between its HTTP request and its link. */
  private record Returning(Reattachable lost, ConnectionRequest request, @Nullable HubUser user)
      implements Attachable {
    @Override
    public ConnectionLoop loop() {
      return lost.loop();
    }

    @Override
    public TransportReceiver attach(TransportConnection link) {
      TransportReceiver receiver = lost.reattach(request, link);
      if (receiver == null) { // It ended while the upgrade went on: the client begins anew.
        link.close(CloseStatus.NORMAL);
        return IgnoringReceiver.INSTANCE;
      }
      if (user != null) {
        request.connectionUser().refreshAlong(user);
      }
      return receiver;
    }

    @Override
    public void abandon() {
      // The connection goes on waiting.
    }
  }
}
