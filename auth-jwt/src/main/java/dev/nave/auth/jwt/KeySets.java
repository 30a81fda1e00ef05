package dev.nave.auth.jwt;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Sets up how key sets are fetched and kept. */
final class KeySets {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private KeySets() {}

  /** Returns the key set at a URL; nothing is fetched yet. */
  static JWKSource<SecurityContext> at(URI url, JwksOptions options) {
    check(url);
    int connect = Math.toIntExact(options.connectTimeout().toMillis());
    int read = Math.toIntExact(options.readTimeout().toMillis());
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              url.toURL(), new DefaultResourceRetriever(connect, read, options.maxBytes()))
          .cache(options.cacheTime().toMillis(), 2L * (connect + read))
          .refreshAheadCache(false) // Its threads would have to be stopped.
          .rateLimited(options.minFetchInterval().toMillis())
          .outageTolerant(options.toleratedOutage().toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("keys cannot be fetched from " + describe(url), e);
    }
  }

  private static void check(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    String host = url.getHost();
    if (host == null
        || !(scheme.equals("https") || (scheme.equals("http") && THIS_MACHINE.contains(host)))) {
      throw new IllegalArgumentException(
          "keys are fetched over https, or over http from this machine, not from "
              + describe(url)
              + ": who can change them on the way can sign tokens");
    }
  }

  /** Returns a URL without user and query, which may hold secrets. */
  static String describe(URI url) {
    return url.getScheme()
        + "://"
        + url.getHost()
        + (url.getPort() < 0 ? "" : ":" + url.getPort())
        + url.getPath();
  }
}
