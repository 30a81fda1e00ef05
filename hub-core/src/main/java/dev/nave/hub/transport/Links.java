package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.transport.Callers.Caller;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.NegotiatedConnection.Returnable;
import dev.nave.hub.transport.NegotiatedConnection.State;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
final class Links {
  private static final String EVENT_STREAMS = "ServerSentEvents";
  private static final String LONG_POLLING = "LongPolling";

  private final HubMapping hub;
  private final TokenTable tokens;
  private final Callers callers;
  private final Refusals refusals;

  Links(HubMapping hub, TokenTable tokens, Callers callers, Refusals refusals) {
    this.hub = hub;
    this.tokens = tokens;
    this.callers = callers;
    this.refusals = refusals;
  }

  /** Answers a request of a caller who may use the hub. */
  EndpointAnswer answer(HttpRequest request, boolean webSocketUpgrade, Caller caller) {
    return switch (request.method()) {
      case "GET" -> {
        if (acceptsEventStream(request)) {
          yield fallback(request, EVENT_STREAMS);
        }
        yield webSocketUpgrade ? webSocket(request, caller) : fallback(request, LONG_POLLING);
      }
      case "POST" -> send(request);
      case "DELETE" -> delete(request);
      default -> refusals.emptyText(request, 405, "the hub takes GET, POST and DELETE");
    };
  }

  private EndpointAnswer webSocket(HttpRequest request, Caller caller) {
    String token = token(request);
    NegotiatedConnection connection = token.isEmpty() ? null : tokens.find(hub, token);
    if (connection == null && !token.isEmpty()) {
      return refusals.emptyText(request, 404, "no connection with that id");
    }
    if (!hub.options().transports().contains(TransportType.WEB_SOCKETS)) {
      return notSupported(request, TransportType.WEB_SOCKETS.wireName());
    }
    String userId = callers.userId(request, caller); // May throw: before anything is taken.
    if (connection != null && !tokens.claim(connection)) {
      return again(request, connection, caller, userId);
    }
    return new Attach(new Waiting(open(request, connection, caller, userId), hub.acceptor()));
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
      Caller caller,
      @Nullable String userId) {
    ConnectionRequest.Builder opening =
        ConnectionRequest.builder(connection == null ? tokens.freshId() : connection.id(), request);
    if (connection != null) {
      opening
          .connectionToken(connection.token())
          .statefulReconnect(connection.statefulReconnect())
          .onReattachable(reattachable -> connection.allowReturn(reattachable, userId))
          .onEnded(() -> tokens.end(connection));
    }
    ConnectionRequest opened =
        opening.user(caller.user()).userId(userId).transport(TransportType.WEB_SOCKETS).build();
    if (connection != null) {
      connection.openedBy(opened.connectionUser());
    }
    return opened;
  }

  /** The transports besides WebSockets take negotiated connections only, and are not offered. */
  private Respond fallback(HttpRequest request, String transport) {
    return withConnection(
        request,
        connection ->
            connection.state() == State.IN_USE
                ? refusals.text(request, 400, "Cannot change transports mid-connection")
                : notSupported(request, transport));
  }

  /** A POST carries messages of a client that has no other way to send; WebSockets have. */
  private Respond send(HttpRequest request) {
    return withConnection(
        request,
        connection ->
            refusals.text(
                request, 405, "POST requests are not allowed for WebSocket connections."));
  }

  private Respond delete(HttpRequest request) {
    return withConnection(
        request,
        connection ->
            refusals.text(
                request, 400, "Cannot terminate this connection using the DELETE endpoint."));
  }

  private Respond notSupported(HttpRequest request, String transport) {
    return refusals.text(
        request, 404, transport + " transport not supported by this end point type");
  }

  private Respond withConnection(HttpRequest request, Rule rule) {
    String token = token(request);
    if (token.isEmpty()) {
      return refusals.text(request, 400, "Connection ID required");
    }
    NegotiatedConnection connection = tokens.find(hub, token);
    return connection == null
        ? refusals.text(request, 404, "No Connection with that ID")
        : rule.answer(connection);
  }

  /** Returns the token by which a request names its connection; empty if it names none. */
  static String token(HttpRequest request) {
    return String.join(",", request.query().getOrDefault("id", List.of()));
  }

  /** The reference server takes the media type without parameters only. */
  private static boolean acceptsEventStream(HttpRequest request) {
    return request.headers().getOrDefault("accept", List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .anyMatch(type -> type.trim().equalsIgnoreCase("text/event-stream"));
  }

  /** What is answered once the connection is known. */
  private interface Rule {
    Respond answer(NegotiatedConnection connection);
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
        return new Unheard();
      }
      if (user != null) {
        request.connectionUser().refresh(user);
      }
      return receiver;
    }

    @Override
    public void abandon() {
      // The connection goes on waiting.
    }
  }

  /**
   * A connection between its HTTP request and its link. Abandoned, it is over and its token
   * forgotten: clients negotiate afresh for every attempt.
   */
  private record Waiting(ConnectionRequest request, Acceptor acceptor) implements Attachable {
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
}
