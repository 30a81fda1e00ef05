package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says no to requests for one hub: makes the response and writes the reason to the log, without
 * tokens, and clipped where a client chose the words. Immutable; any thread.
 */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);
  private static final int LONGEST_QUOTE = 120;

  /** No server makes connection tokens that are shorter. */
  private static final int SHORTEST_ID = 16;

  private static final Map<String, String> TEXT = Map.of("Content-Type", "text/plain");

  /** Soon enough for a client that waits, late enough for a crowd to have passed. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final String hubPath;

  Refusals(String hubPath) {
    this.hubPath = hubPath;
  }

  /** Refuses with the reason as the body. */
  Respond text(HttpRequest request, int status, String reason) {
    log(request, status, reason);
    return Responses.of(status, TEXT, reason);
  }

  /** Refuses with an empty text. */
  Respond emptyText(HttpRequest request, int status, String reason) {
    log(request, status, reason);
    return Responses.of(status, TEXT, "");
  }

  /** Refuses because nobody, or somebody who could not prove it, is not enough. */
  Respond unauthorized(HttpRequest request, boolean proofRefused) {
    log(request, 401, proofRefused ? "the token was refused" : "a user is required");
    // RFC 6750, section 3: no error code where no token was sent.
    String challenge = proofRefused ? "Bearer error=\"invalid_token\"" : "Bearer";
    return Responses.of(401, Map.of("WWW-Authenticate", challenge), "");
  }

  /** Refuses a user that is not enough. */
  Respond forbidden(HttpRequest request) {
    log(request, 403, "the user may not use this hub");
    return Responses.of(403, Map.of(), "");
  }

  /** Refuses with a code that clients know, as JSON. */
  Respond json(HttpRequest request, int status, String code) {
    log(request, status, code);
    return Responses.of(
        status, Map.of("Content-Type", "application/json"), "{\"error\":\"" + code + "\"}");
  }

  /** Refuses for now: a bound is reached, or the server is about to stop. */
  Respond unavailable(HttpRequest request, String reason) {
    log(request, 503, reason);
    Respond answer = Responses.of(503, TEXT, reason);
    return Responses.with(answer, Map.of("Retry-After", RETRY_AFTER_SECONDS));
  }

  /** Answers for code that failed, mostly the application's. */
  Respond failed(HttpRequest request, Throwable cause) {
    String trace = trace(cause);
    String shown = redact(request, trace);
    if (shown.equals(trace)) {
      log.error("hub {}: failed to answer {}", hubPath, quote(request.method()), cause);
    } else {
      log.error("hub {}: failed to answer {}: {}", hubPath, quote(request.method()), shown);
    }
    return Responses.of(500, Map.of(), "");
  }

  /** Notes why an authenticator did not believe a request. */
  void noteDisbelief(HttpRequest request, @Nullable String reason) {
    if (log.isDebugEnabled()) {
      String text = reason == null ? "no reason given" : redact(request, reason);
      log.debug("hub {}: token refused: {}", hubPath, quote(text));
    }
  }

  /** Returns words of a client as they may be shown: printable and not too long. */
  static String quote(String words) {
    String printable = words.replaceAll("[^ -~]", "?");
    return printable.length() <= LONGEST_QUOTE
        ? printable
        : printable.substring(0, LONGEST_QUOTE) + "...";
  }

  private void log(HttpRequest request, int status, String reason) {
    if (log.isDebugEnabled()) {
      log.debug("hub {}: {} refused with {}: {}", hubPath, quote(request.method()), status, reason);
    }
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
