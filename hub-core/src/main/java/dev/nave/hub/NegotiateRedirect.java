package dev.nave.hub;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is sent to negotiate anew. Immutable. {@link #toString} shows neither query nor
 * token.
 */
public final class NegotiateRedirect {
  private final URI url;
  private final @Nullable String accessToken;

  private NegotiateRedirect(URI url, @Nullable String accessToken) {
    this.url = url;
    this.accessToken = accessToken;
  }

  /**
   * Redirects to a hub elsewhere; the client goes on with the token it has.
   *
   * @param url of the hub, without {@code /negotiate}: absolute, {@code http} or {@code https},
   *     with a query if need be
   * @throws IllegalArgumentException if it is not such a URL
   */
  public static NegotiateRedirect to(String url) {
    URI parsed = URI.create(url);
    String scheme = String.valueOf(parsed.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || parsed.getHost() == null) {
      throw new IllegalArgumentException(
          "a client can be redirected to http://… or https://… only, not to \""
              + withoutQuery(parsed)
              + "\"");
    }
    return new NegotiateRedirect(parsed, null);
  }

  /**
   * Returns this redirect with a token, which the client uses from now on in place of its own.
   *
   * @throws IllegalArgumentException if the token is empty or has other characters than the visible
   *     ones of ASCII: it has to fit into a header
   */
  public NegotiateRedirect withAccessToken(String value) {
    return new NegotiateRedirect(url, AccessTokens.checked(value));
  }

  /** Returns the URL of the hub. */
  public String url() {
    return url.toASCIIString();
  }

  /** Returns the token, if the client gets one. */
  public Optional<String> accessToken() {
    return Optional.ofNullable(accessToken);
  }

  private static String withoutQuery(URI url) {
    String text = url.toString();
    int end = text.indexOf('?');
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public String toString() {
    return "NegotiateRedirect[" + withoutQuery(url) + "]";
  }
}
