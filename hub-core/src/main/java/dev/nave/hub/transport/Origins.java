package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides from which web pages a hub may be used. Immutable; any thread.
 *
 * <p>Allowed are requests without an {@code Origin}, which no browser sends where it matters, pages
 * of the server itself, and the origins of {@link dev.nave.hub.HubOptions#allowedOrigins}.
 *
 * <p><b>The server itself</b> is what the {@code Host} header names. Over TLS only https pages are
 * its own. Without TLS both schemes are, since a proxy may have ended TLS, and the headers that
 * would say so can be forged; hence {@code X-Forwarded-Proto: https} is believed where it makes the
 * check stricter, never where it would loosen it. A proxy has to pass {@code Host} on, port
 * included.
 */
final class Origins {
  private final Set<WebOrigin> allowed = new HashSet<>();
  private final boolean allAllowed;

  Origins(Set<String> allowed) {
    allAllowed = allowed.contains("*");
    for (String origin : allowed) {
      WebOrigin parsed = WebOrigin.parse(origin);
      if (parsed != null) {
        this.allowed.add(parsed);
      } else if (!origin.equals("*")) {
        throw new IllegalArgumentException(
            "allowedOrigins has \"" + origin + "\", which is not scheme://host[:port]");
      }
    }
  }

  /** Returns whether the page that sends the request may do so. */
  boolean allow(HttpRequest request) {
    List<String> origins = request.headers().getOrDefault("origin", List.of());
    if (origins.isEmpty()) {
      return true;
    }
    if (origins.size() > 1) {
      return false;
    }
    String text = origins.get(0);
    if (text.equals("null")) { // A sandboxed frame, a local file: could be anybody's.
      return allAllowed;
    }
    WebOrigin origin = WebOrigin.parse(text);
    return origin != null && (allAllowed || allowed.contains(origin) || isOwn(origin, request));
  }

  private static boolean isOwn(WebOrigin origin, HttpRequest request) {
    boolean https = origin.scheme().equals("https");
    if (!https && (!origin.scheme().equals("http") || cameOverTls(request))) {
      return false;
    }
    Optional<String> host = request.header("host").filter(value -> !value.isEmpty());
    @Nullable WebOrigin own =
        host.map(value -> WebOrigin.parse(origin.scheme() + "://" + value)).orElse(null);
    return origin.equals(own);
  }

  private static boolean cameOverTls(HttpRequest request) {
    return request.isSecure()
        || request
            .header("x-forwarded-proto")
            .map(value -> value.split(",", 2)[0].trim())
            .filter("https"::equalsIgnoreCase)
            .isPresent();
  }
}
