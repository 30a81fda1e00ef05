package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.ConnectionUser;
import dev.nave.hub.internal.endpoint.ConnectionPlaces.Entry;
import dev.nave.hub.internal.endpoint.ConnectionPlaces.Place;
import dev.nave.hub.internal.endpoint.NegotiatedConnection.State;
import dev.nave.hub.internal.endpoint.PlaceCounts.Full;
import dev.nave.hub.internal.endpoint.RequestAuthentication.Caller;
import dev.nave.hub.internal.endpoint.polling.LongPollingConnection;
import dev.nave.hub.internal.endpoint.polling.PollExchange;
import dev.nave.hub.internal.endpoint.polling.PostExchange;
import dev.nave.hub.internal.endpoint.polling.PostedMessages;
import dev.nave.hub.internal.endpoint.sse.SseConnection;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.EventStreamFraming;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of clients that cannot use WebSockets: they open an event stream, poll,
 * send, and end the connection. They need a negotiated connection. Any thread.
 *
 * <p>Only the user who opened a connection may use it: another user gets 403, although the
 * reference server only logs that. A request with an invalid token gets 401; clients then fetch
 * another token and try again.
 *
 * <p>Source: TransportProtocols.md, "Server-Sent Events" and "Long Polling"; statuses, texts and
 * headers were recorded from the reference server. It keeps bytes that are posted before a
 * transport was chosen, which no client does; here such a POST is refused.
 */
final class HttpTransports {
  /** Tells the client, and every proxy between, that the stream has begun: a comment. */
  private static final Respond EVENTS =
      new Respond(
          200,
          Map.of(
              "Content-Type", "text/event-stream",
              "Cache-Control", "no-cache,no-store",
              "Pragma", "no-cache",
              "Content-Encoding", "identity", // Asks proxies not to compress, which would buffer.
              "X-Accel-Buffering", "no", // The same for nginx, which buffers besides.
              "Vary", "Origin"),
          EventStreamFraming.comment());

  private final HubMapping hub;
  private final NegotiatedConnections tokens;
  private final ConnectionPlaces places;
  private final RequestAuthentication callers;
  private final BooleanSupplier stopping;
  private final ErrorResponses refusals;
  private final CorsHeaders cors;
  private final LongAdder polls = new LongAdder();

  HttpTransports(
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
    this.stopping = stopping;
    this.refusals = refusals;
    cors = new CorsHeaders(hub.options().allowCredentials());
  }

  /** Answers a GET that accepts an event stream. */
  EndpointAnswer eventStream(HttpRequest request, Caller caller) {
    return withConnection(
        request,
        connection -> {
          if (!isOffered(TransportType.SERVER_SENT_EVENTS)) {
            return notSupported(request, TransportType.SERVER_SENT_EVENTS);
          }
          String userId =
              callers.userId(
                  request,
                  caller,
                  hub.options().maxUserIdLength()); // May throw: before anything is taken.
          if (connection.state() == State.UNUSED && stopping.getAsBoolean()) {
            return refusals.stopping(request);
          }
          if (connection.state() != State.UNUSED) {
            return taken(request, connection, TransportType.SERVER_SENT_EVENTS);
          }
          Entry entry = places.enter(request, userId);
          if (entry instanceof Full full) {
            return refusals.full(request, full);
          }
          Place place = (Place) entry;
          if (!tokens.claim(connection, TransportType.SERVER_SENT_EVENTS)) {
            place.leave();
            return taken(request, connection, TransportType.SERVER_SENT_EVENTS);
          }
          ConnectionRequest opening =
              opening(request, connection, caller, userId)
                  .transport(TransportType.SERVER_SENT_EVENTS)
                  .onHandshakeDone(place::handshakeDone)
                  .onEnded(
                      () -> {
                        place.leave();
                        tokens.end(connection);
                      })
                  .build();
          connection.openedBy(opening.connectionUser());
          return new Stream(
              new StreamOpening(connection, new OpeningConnection(opening, hub.acceptor())),
              EVENTS.with(cors.of(request)));
        });
  }

  /** Answers a GET that is a poll. */
  EndpointAnswer poll(HttpRequest request, Caller caller) {
    polls.increment();
    return withConnection(
        request,
        connection -> {
          if (!isOffered(TransportType.LONG_POLLING)) {
            return notSupported(request, TransportType.LONG_POLLING);
          }
          if (connection.state() == State.UNUSED) {
            return firstPoll(request, connection, caller);
          }
          HttpSession fallback = connection.fallback();
          LongPollingConnection link = fallback == null ? null : fallback.polls();
          if (fallback == null || link == null) {
            return taken(request, connection, TransportType.LONG_POLLING);
          }
          Respond refusal = refuseOtherUser(request, connection, caller, fallback);
          return refusal == null ? new Later(new PollExchange(link, cors.of(request))) : refusal;
        });
  }

  /** Returns how many polls there were. */
  long polls() {
    return polls.sum();
  }

  private EndpointAnswer firstPoll(
      HttpRequest request, NegotiatedConnection connection, Caller caller) {
    String userId =
        callers.userId(
            request,
            caller,
            hub.options().maxUserIdLength()); // May throw: before anything is taken.
    if (stopping.getAsBoolean()) {
      return refusals.stopping(request);
    }
    Full noSeat = tokens.enterPolling(connection.address(), userId);
    if (noSeat != null) {
      return refusals.full(request, noSeat);
    }
    Entry entry = places.enter(request, userId);
    if (entry instanceof Full full) {
      tokens.leavePolling(connection.address(), userId);
      return refusals.full(request, full);
    }
    Place place = (Place) entry;
    if (!tokens.claim(connection, TransportType.LONG_POLLING)) {
      place.leave();
      tokens.leavePolling(connection.address(), userId);
      return taken(request, connection, TransportType.LONG_POLLING);
    }
    // The end of the connection is not that of its token: polls have to fetch what was said last.
    ConnectionRequest opening =
        opening(request, connection, caller, userId)
            .transport(TransportType.LONG_POLLING)
            .onHandshakeDone(place::handshakeDone)
            .build();
    connection.openedBy(opening.connectionUser());
    return new Later(
        new FirstPoll(
            hub.options(),
            tokens,
            connection,
            place,
            new OpeningConnection(opening, hub.acceptor()),
            cors.of(request)));
  }

  /** Answers a POST, which carries messages of a client that has no other way to send. */
  EndpointAnswer send(HttpRequest request, Caller caller) {
    return withConnection(
        request,
        connection -> {
          HttpSession fallback = connection.fallback();
          if (fallback == null) {
            boolean webSocketOnly =
                connection.transport() == TransportType.WEB_SOCKETS
                    || (!isOffered(TransportType.SERVER_SENT_EVENTS)
                        && !isOffered(TransportType.LONG_POLLING));
            return webSocketOnly
                ? refusals.text(
                    request, 405, "POST requests are not allowed for WebSocket connections.")
                : refusals.text(
                    request, 409, "A GET has to choose a transport before anything is sent");
          }
          Respond refusal = refuseOtherUser(request, connection, caller, fallback);
          return refusal == null
              ? new Later(new PostExchange(fallback.inlet(), cors.of(request)))
              : refusal;
        });
  }

  /** Answers a DELETE, by which polling clients disconnect. */
  EndpointAnswer delete(HttpRequest request, Caller caller) {
    return withConnection(
        request,
        connection -> {
          HttpSession fallback = connection.fallback();
          LongPollingConnection link = fallback == null ? null : fallback.polls();
          if (fallback == null || link == null) {
            return refusals.text(
                request, 400, "Cannot terminate this connection using the DELETE endpoint.");
          }
          Respond refusal = refuseOtherUser(request, connection, caller, fallback);
          if (refusal != null) {
            return refusal;
          }
          PostedMessages.onLoop(link.loop(), link::delete);
          return Respond.of(202, Map.of("Content-Type", "text/plain"), "");
        });
  }

  /** Refuses a transport that is not offered. */
  Respond notSupported(HttpRequest request, TransportType transport) {
    return refusals.transport(request, transport);
  }

  private boolean isOffered(TransportType transport) {
    return hub.options().transports().contains(transport);
  }

  /** Refuses a connection that is in use already. */
  private Respond taken(
      HttpRequest request, NegotiatedConnection connection, TransportType wanted) {
    if (connection.state() == State.OVER) {
      return unknown(request);
    }
    return connection.transport() == wanted
        ? refusals.emptyText(request, 409, "the connection has its link")
        : refusals.text(request, 400, "Cannot change transports mid-connection");
  }

  /** Accepts only the user who opened the connection, perhaps with newer credentials. */
  private @Nullable Respond refuseOtherUser(
      HttpRequest request, NegotiatedConnection connection, Caller caller, HttpSession fallback) {
    ConnectionUser owner = connection.user();
    HubUser user = caller.user();
    if (owner != null
        && Objects.equals(
            callers.userId(request, caller, hub.options().maxUserIdLength()), fallback.userId())
        && hub.hooks().acceptsAgain(connection.id(), request, owner, user)) {
      if (user != null) {
        owner.refreshAlong(user);
      }
      return null;
    }
    return caller.credentialsRefused()
        ? refusals.unauthorized(request, true)
        : refusals.text(request, 403, "The connection was opened by another user");
  }

  private static ConnectionRequest.Builder opening(
      HttpRequest request,
      NegotiatedConnection connection,
      Caller caller,
      @Nullable String userId) {
    return ConnectionRequest.builder(connection.id(), request)
        .connectionToken(connection.token())
        .user(caller.user())
        .userId(userId);
  }

  private Respond unknown(HttpRequest request) {
    return refusals.text(request, 404, "No Connection with that ID");
  }

  private EndpointAnswer withConnection(HttpRequest request, Rule rule) {
    String token = NegotiatedConnections.token(request);
    if (token.isEmpty()) {
      return refusals.text(request, 400, "Connection ID required");
    }
    NegotiatedConnection connection = tokens.find(hub, token);
    return connection != null
        ? rule.answer(connection)
        : request.method().equals("GET")
            ? refusals.unknownConnection(request, "No Connection with that ID")
            : unknown(request);
  }

  /** What is answered once the connection is known. */
  private interface Rule {
    EndpointAnswer answer(NegotiatedConnection connection);
  }

  /** A connection whose event stream is about to begin. */
  private record StreamOpening(NegotiatedConnection connection, OpeningConnection waiting)
      implements Attachable {
    @Override
    public TransportReceiver attach(TransportConnection link) {
      SseConnection stream = new SseConnection(link);
      PostedMessages inlet = stream.start(waiting.attach(stream));
      connection.fallback(new HttpSession(waiting.request().userId(), inlet, null));
      return stream;
    }

    @Override
    public void abandon() {
      waiting.abandon();
    }
  }
}
