package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is known of the scheme in which a client spoke to the server, or to the first proxy before
 * it. Pure functions.
 *
 * <p>A request that came over TLS was https. Else {@code X-Forwarded-Proto} and the {@code proto}
 * of {@code Forwarded} are read, the first value of a list, as the proxy next to the client has
 * written it: {@code https} and {@code wss} both mean TLS, since some proxies name the protocol of
 * a WebSocket by its own scheme. {@code http} and {@code ws} say nothing here: another proxy may
 * have ended TLS before. So the headers only make a check stricter, and it does no harm that a
 * client can forge them. Source of the grammar: RFC 7239, section 4.
 */
enum ForwardedScheme {
  /** The client spoke TLS. */
  HTTPS,
  /** It may have, or not. */
  UNKNOWN,
  /** A proxy says something that is no scheme of the web. */
  NOT_UNDERSTOOD;

  static ForwardedScheme of(HttpRequest request) {
    if (request.isSecure()) {
      return HTTPS;
    }
    ForwardedScheme all = UNKNOWN;
    for (String said : said(request)) {
      switch (said) {
        case "https", "wss" -> all = all == NOT_UNDERSTOOD ? all : HTTPS;
        case "http", "ws" -> {}
        default -> all = NOT_UNDERSTOOD;
      }
    }
    return all;
  }

  private static List<String> said(HttpRequest request) {
    List<String> said = new ArrayList<>(2);
    request.header("x-forwarded-proto").ifPresent(value -> said.add(word(first(value))));
    request
        .header("forwarded")
        .ifPresent(
            value -> {
              for (String pair : first(value).split(";", -1)) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2 && word(parts[0]).equals("proto")) {
                  said.add(word(parts[1]));
                }
              }
            });
    return said;
  }

  private static String first(String list) {
    return list.split(",", 2)[0];
  }

  private static String word(String text) {
    String trimmed = text.trim().toLowerCase(Locale.ROOT);
    boolean quoted = trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"");
    return quoted ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
  }
}
