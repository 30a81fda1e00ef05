package dev.nave.hub.internal.origins;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A web origin in its one form: lower case, the port always there. Source: RFC 6454, section 6.
 *
 * @param scheme such as {@code https}
 * @param host a name or address; empty for schemes without one
 * @param port the port; the scheme's default if none is written, -1 if there is no default
 */
public record WebOrigin(String scheme, String host, int port) {
  private static final int LONGEST = 512;
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)://([a-z0-9._~-]*|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?",
          Pattern.CASE_INSENSITIVE);

  /** Returns the origin that {@code text} stands for, or null if it is not of that form. */
  public static @Nullable WebOrigin parse(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    String port = form.group(3);
    if (port != null && Integer.parseInt(port) > HIGHEST_PORT) {
      return null;
    }
    return new WebOrigin(
        scheme,
        form.group(2).toLowerCase(Locale.ROOT),
        port == null ? defaultPort(scheme) : Integer.parseInt(port));
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      default -> -1;
    };
  }

  /**
   * Checks the origins of {@link dev.nave.hub.HubOptions#allowedOrigins}.
   *
   * @throws IllegalArgumentException if one is neither {@code *} nor an origin, or there is another
   *     one beside {@code *}
   */
  public static void checkAllowed(Set<String> allowed) {
    for (String origin : allowed) {
      WebOrigin parsed = origin.equals("*") ? null : parse(origin);
      if (!origin.equals("*") && (parsed == null || parsed.host().isEmpty())) {
        throw new IllegalArgumentException(
            "allowedOrigins takes \"*\" or scheme://host[:port] without a path but got \""
                + origin
                + "\""
                + (origin.contains("*") ? "; there is no wildcard for a part of an origin" : ""));
      }
    }
    if (allowed.size() > 1 && allowed.contains("*")) {
      throw new IllegalArgumentException(
          "allowedOrigins has \"*\", which is all, and others beside it: " + allowed);
    }
  }
}
