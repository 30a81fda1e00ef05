package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells browsers that the page that sent an allowed request may read the answer. Immutable; any
 * thread.
 *
 * <p>The origin is always named, never {@code *}, because clients send credentials, and browsers
 * refuse the star then. Source: Fetch standard, "CORS protocol".
 *
 * @param credentials whether pages may use the credentials of their visitors
 */
record CorsHeaders(boolean credentials) {
  private static final String METHODS = "GET, POST, DELETE";
  private static final String MAX_AGE_SECONDS = "7200"; // The longest that common browsers keep it.
  private static final int MOST_ASKED_HEADERS = 32;
  private static final int LONGEST_HEADER_NAME = 64;
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");

  /** What the official clients send, and what browsers always allow only in simple forms. */
  private static final Set<String> CLIENT_HEADERS =
      Set.of(
          "authorization",
          "cache-control",
          "content-type",
          "x-requested-with",
          "x-signalr-user-agent");

  /** Returns whether a browser asks if it may send a request. */
  static boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("origin").isPresent()
        && request.header("access-control-request-method").isPresent();
  }

  /** Answers a preflight of an allowed origin. */
  Respond preflight(HttpRequest request) {
    Map<String, String> headers =
        Map.of(
            "Access-Control-Allow-Methods", METHODS,
            "Access-Control-Allow-Headers", allowedHeaders(request),
            "Access-Control-Max-Age", MAX_AGE_SECONDS);
    return Respond.of(204, headers, "").with(of(request));
  }

  /** Returns what makes the response to an allowed request readable for its page. */
  Map<String, String> of(HttpRequest request) {
    String origin = request.header("origin").orElse(null);
    if (origin == null) {
      return Map.of();
    }
    return credentials
        ? Map.of("Access-Control-Allow-Origin", origin, "Access-Control-Allow-Credentials", "true")
        : Map.of("Access-Control-Allow-Origin", origin);
  }

  /** Applications may give their client headers of their own: an allowed origin may send them. */
  private static String allowedHeaders(HttpRequest request) {
    Set<String> names = new TreeSet<>(CLIENT_HEADERS);
    String asked = request.header("access-control-request-headers").orElse("");
    for (String name : asked.toLowerCase(Locale.ROOT).split(",", MOST_ASKED_HEADERS + 1)) {
      String trimmed = name.trim();
      if (trimmed.length() <= LONGEST_HEADER_NAME && HEADER_NAME.matcher(trimmed).matches()) {
        names.add(trimmed);
      }
    }
    return String.join(", ", names);
  }
}
