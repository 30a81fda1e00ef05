package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.internal.origins.WebOrigin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides from which web pages a hub may be used. Immutable; any thread.
 *
 * <p>Allowed are requests without an {@code Origin}, which no browser sends where it matters, pages
 * of the server itself, and the origins of {@link dev.nave.hub.HubOptions#allowedOrigins}.
 *
 * <p><b>The server itself</b> is what the {@code Host} header names, port included, which a proxy
 * has to pass on; {@code X-Forwarded-Host} is not read. The scheme is what {@link ForwardedScheme}
 * says: over TLS only https pages are the server's own. Without TLS, and without a proxy that
 * tells, both schemes are, since a proxy may have ended TLS.
 */
public final class Origins {
  private final Set<WebOrigin> allowed = new HashSet<>();
  private final boolean allAllowed;

  Origins(Set<String> allowed) {
    allAllowed = allowed.contains("*");
    for (String origin : allowed) {
      WebOrigin parsed = WebOrigin.parse(origin);
      if (parsed != null) {
        this.allowed.add(parsed);
      }
    }
  }

  /** How a page comes to be allowed. */
  enum Verdict {
    /** The request comes from no page, from the server's own, or from one that is named. */
    TRUSTED,
    /** The page is another one, and all pages are allowed. */
    ANY_PAGE,
    REFUSED
  }

  /** Returns whether the page that sends the request may do so, and why. */
  Verdict judge(HttpRequest request) {
    List<String> origins = request.headers().getOrDefault("origin", List.of());
    if (origins.isEmpty()) {
      return Verdict.TRUSTED;
    }
    if (origins.size() > 1) {
      return Verdict.REFUSED;
    }
    Verdict other = allAllowed ? Verdict.ANY_PAGE : Verdict.REFUSED;
    String text = origins.get(0);
    if (text.equals("null")) { // A sandboxed frame, a local file: could be any page.
      return other;
    }
    WebOrigin origin = WebOrigin.parse(text);
    if (origin == null) {
      return Verdict.REFUSED;
    }
    return allowed.contains(origin) || isOwn(origin, request) ? Verdict.TRUSTED : other;
  }

  private static boolean isOwn(WebOrigin origin, HttpRequest request) {
    boolean schemeFits =
        switch (ForwardedScheme.of(request)) {
          case HTTPS -> origin.scheme().equals("https");
          case UNKNOWN -> origin.scheme().equals("https") || origin.scheme().equals("http");
          case NOT_UNDERSTOOD -> false;
        };
    return schemeFits && origin.equals(named(origin.scheme(), request));
  }

  private static @Nullable WebOrigin named(String scheme, HttpRequest request) {
    List<String> hosts = request.headers().getOrDefault("host", List.of());
    return hosts.size() != 1 || hosts.get(0).isEmpty()
        ? null
        : WebOrigin.parse(scheme + "://" + hosts.get(0));
  }
}
