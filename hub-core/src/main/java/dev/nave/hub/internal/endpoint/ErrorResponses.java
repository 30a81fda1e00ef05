package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.FairPlaces;
import dev.nave.hub.transport.FairPlaces.Displaced;
import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.RefusalLog.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says no to requests for one hub: makes the response and tells the {@link RefusalLog}, without
 * tokens, and clipped where a client chose the words. Immutable; any thread.
 */
final class ErrorResponses {
  private static final Logger failures = LoggerFactory.getLogger(LogCategory.TRANSPORT);
  private static final int MOST_QUOTES = 2;

  /** No server makes connection tokens that are shorter. */
  private static final int SHORTEST_ID = 16;

  /** Shorter values of cookies are settings, and no credentials. */
  private static final int SHORTEST_COOKIE = 8;

  private static final Map<String, String> TEXT = Map.of("Content-Type", "text/plain");

  /** Soon enough for a client that waits, late enough for a crowd to have passed. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final LineLimit failureLines =
      new LineLimit(RefusalLog.MAX_LINES, RefusalLog.INTERVAL, System::nanoTime);
  private final String hubPath;
  private final RefusalLog log;

  ErrorResponses(String hubPath, RefusalLog log) {
    this.hubPath = hubPath;
    this.log = log;
  }

  /** Refuses with the reason as the body. */
  Respond text(HttpRequest request, int status, String reason) {
    log(request, status, reason);
    return Respond.of(status, TEXT, reason);
  }

  /** Refuses with an empty text. */
  Respond emptyText(HttpRequest request, int status, String reason) {
    log(request, status, reason);
    return Respond.of(status, TEXT, "");
  }

  /** Refuses a page. The operator is shown what it was compared with. */
  Respond origin(HttpRequest request) {
    String origin = quoted(request, "origin");
    log.refused(
        Kind.ORIGIN,
        () ->
            line(
                request,
                403,
                "Origin "
                    + origin
                    + " is no page of this server, with Host "
                    + quoted(request, "host")
                    + forwarded(request)
                    + ", and HubOptions.allowedOrigins does not name it"));
    return Respond.of(
        403,
        TEXT,
        "Origin " + origin + " is not allowed: HubOptions.allowedOrigins does not name it");
  }

  private static String forwarded(HttpRequest request) {
    String scheme = request.isSecure() ? " over TLS" : "";
    for (String header : new String[] {"X-Forwarded-Proto", "Forwarded"}) {
      if (request.header(header).isPresent()) {
        scheme += " and " + header + " " + quoted(request, header);
      }
    }
    return scheme;
  }

  private static String quoted(HttpRequest request, String header) {
    return request.headers().getOrDefault(header, List.of()).stream()
        .limit(MOST_QUOTES)
        .map(ErrorResponses::quote)
        .collect(Collectors.joining(" and "));
  }

  /** Refuses a transport that is not offered. */
  Respond transport(HttpRequest request, TransportType transport) {
    log.refused(
        Kind.TRANSPORT,
        () ->
            line(
                request,
                404,
                transport.wireName() + " is not offered: HubOptions.transports does not name it"));
    return Respond.of(
        404, TEXT, transport.wireName() + " transport not supported by this end point type");
  }

  /** Refuses a token that no connection has here, where that is no matter of course. */
  Respond unknownConnection(HttpRequest request, String body) {
    log.refused(
        Kind.UNKNOWN_CONNECTION,
        () ->
            line(
                request,
                404,
                "no connection with that id: it is over, was not used within"
                    + " HubOptions.disconnectTimeout, gave way to others, or was negotiated with"
                    + " another server; a balancer needs sticky sessions"));
    return Respond.of(404, TEXT, body);
  }

  /** Notes that a version of negotiate is refused. */
  void negotiateVersion(HttpRequest request, int version, int lowest) {
    log.refused(
        Kind.NEGOTIATE_VERSION,
        () ->
            line(
                request,
                200,
                "negotiateVersion "
                    + version
                    + " is less than HubOptions.minimumNegotiateVersion, which is "
                    + lowest));
  }

  /** Notes that a negotiated connection was forgotten before it was used. */
  void displaced(
      Displaced<ClientAddress, NegotiatedConnection> displaced, FairPlaces<?, ?> places) {
    log.refused(
        Kind.PENDING_NEGOTIATIONS,
        () ->
            "hub "
                + hubPath
                + ": as many negotiated connections are not in use yet as "
                + (displaced.ofHolder()
                    ? "ServerOptions.maxPendingNegotiationsPerAddress allows, which is "
                        + places.maxPerHolder()
                    : "ServerOptions.maxPendingNegotiations allows, which is " + places.max())
                + "; the oldest one of "
                + displaced.holder()
                + " gave way, which has "
                + displaced.held()
                + " left");
  }

  /** Refuses a client that is anonymous or has invalid credentials. */
  Respond unauthorized(HttpRequest request, boolean credentialsRefused) {
    log(request, 401, credentialsRefused ? "the token was refused" : "a user is required");
    // RFC 6750, section 3: no error code where no token was sent.
    String challenge = credentialsRefused ? "Bearer error=\"invalid_token\"" : "Bearer";
    return Respond.of(401, Map.of("WWW-Authenticate", challenge), "");
  }

  /** Refuses a user that is not enough. */
  Respond forbidden(HttpRequest request) {
    log(request, 403, "the user may not use this hub");
    return Respond.of(403, Map.of(), "");
  }

  /** Refuses with a code that clients know, as JSON. */
  Respond json(HttpRequest request, int status, String code) {
    log(request, status, code);
    return Respond.of(
        status, Map.of("Content-Type", "application/json"), "{\"error\":\"" + code + "\"}");
  }

  /** Refuses for now, because the server is about to stop. */
  Respond stopping(HttpRequest request) {
    log(request, 503, "the server is stopping");
    return later(503, "the server is stopping");
  }

  /** Refuses for now, because a bound is reached. */
  Respond overloaded(Kind kind, HttpRequest request, String reason) {
    log.refused(kind, () -> line(request, 503, reason));
    return later(503, reason);
  }

  /** Refuses for now, because the client or all clients have as much as they may. */
  Respond full(HttpRequest request, PlaceCounts.Full full) {
    log.refused(full.kind(), () -> line(request, full.status(), full.reason()));
    return later(full.status(), full.reason());
  }

  private static Respond later(int status, String reason) {
    Respond answer = Respond.of(status, TEXT, reason);
    return answer.with(Map.of("Retry-After", RETRY_AFTER_SECONDS));
  }

  /** Answers for code that failed, mostly the application's. */
  Respond failed(HttpRequest request, Throwable cause) {
    if (cause instanceof UserIdTooLongException tooLong) {
      return userIdTooLong(request, tooLong);
    }
    String earlier = failureLines.next();
    if (earlier == null) { // Clients decide how often it fails.
      failures.debug("hub {}: failed to answer {}", hubPath, quote(request.method()));
      return Respond.of(500, Map.of(), "");
    }
    String trace = trace(cause);
    String shown = redact(request, trace);
    if (shown.equals(trace)) {
      failures.error(
          "hub {}: failed to answer {}{}", hubPath, quote(request.method()), earlier, cause);
    } else {
      failures.error(
          "hub {}: failed to answer {}{}: {}", hubPath, quote(request.method()), earlier, shown);
    }
    return Respond.of(500, Map.of(), "");
  }

  private Respond userIdTooLong(HttpRequest request, UserIdTooLongException cause) {
    log.refused(Kind.USER_ID, () -> line(request, 403, cause.reason()));
    return Respond.of(403, TEXT, cause.reason());
  }

  /** Notes why an authenticator did not believe a request. */
  void noteInvalidCredentials(HttpRequest request, @Nullable String reason) {
    log.refused(
        Kind.TOKEN,
        () ->
            "hub "
                + hubPath
                + ": token refused: "
                + quote(reason == null ? "no reason given" : redact(request, reason))
                + from(request));
  }

  /** Returns words of a client as they may be shown: printable and not too long. */
  static String quote(String words) {
    return RefusalLog.quote(words);
  }

  private void log(HttpRequest request, int status, String reason) {
    log.refused(() -> line(request, status, reason));
  }

  private String line(HttpRequest request, int status, String reason) {
    return "hub "
        + hubPath
        + ": "
        + quote(request.method())
        + " refused with "
        + status
        + ": "
        + reason
        + from(request);
  }

  private static String from(HttpRequest request) {
    return request.remoteAddress().map(address -> " (from " + address + ")").orElse("");
  }

  /** Returns what the application wrote, without the credentials that the request carries. */
  static String redact(HttpRequest request, String text) {
    String redacted = text;
    for (String value : request.query().getOrDefault("access_token", List.of())) {
      redacted = replace(redacted, value);
    }
    for (String value : request.query().getOrDefault("id", List.of())) {
      if (value.length() >= SHORTEST_ID) { // A client that sends "id=e" does not blank the text.
        redacted = replace(redacted, value);
      }
    }
    for (String value : request.headers().getOrDefault("authorization", List.of())) {
      redacted = replace(redacted, value.substring(value.indexOf(' ') + 1).trim());
    }
    for (String line : request.headers().getOrDefault("cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        String value = pair.substring(pair.indexOf('=') + 1).strip();
        if (value.length() >= SHORTEST_COOKIE) { // "theme=dark" is no secret.
          redacted = replace(redacted, value);
        }
      }
    }
    return redacted;
  }

  private static String replace(String text, String secret) {
    return secret.isEmpty() ? text : text.replace(secret, "***");
  }

  private static String trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
