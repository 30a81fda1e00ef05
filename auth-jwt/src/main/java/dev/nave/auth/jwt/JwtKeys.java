package dev.nave.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import java.net.URI;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that sign tokens, bound to the algorithms they sign with: a token cannot choose another.
 * So neither {@code none} nor a public key used as a secret gets through. Immutable; {@link
 * #toString} shows no secret.
 *
 * <p>Algorithms are named as in RFC 7518, section 3.1: {@code HS256}, {@code RS256}, {@code PS256},
 * {@code ES256}, and the same with 384 and 512.
 */
public final class JwtKeys {
  private static final int SMALLEST_RSA_BITS = 2048;

  private final Set<JWSAlgorithm> algorithms;
  private final JWSKeySelector<SecurityContext> selector;
  private final String description;
  private final boolean fetched;

  private JwtKeys(
      Set<JWSAlgorithm> algorithms,
      JWSKeySelector<SecurityContext> selector,
      String description,
      boolean fetched) {
    this.algorithms = Set.copyOf(algorithms);
    this.selector = selector;
    this.description = description;
    this.fetched = fetched;
  }

  /**
   * Takes a secret that the issuer and this server share.
   *
   * @param algorithm {@code HS256}, {@code HS384} or {@code HS512}
   * @param secret is copied; at least as many bits as the algorithm's number says
   */
  public static JwtKeys secret(String algorithm, byte[] secret) {
    JWSAlgorithm parsed = JwtAlgorithms.secret(algorithm);
    int needed = JwtAlgorithms.bits(parsed) / Byte.SIZE;
    if (secret.length < needed) {
      throw new IllegalArgumentException(
          "a secret for "
              + algorithm
              + " has at least "
              + needed
              + " bytes, but this one has "
              + secret.length);
    }
    return single(parsed, new SecretKeySpec(secret, "HMAC"), "a secret for " + algorithm);
  }

  /**
   * Takes the public key of the issuer.
   *
   * @param algorithm {@code RS…}, {@code PS…} for RSA, of 2,048 bits at least; {@code ES…} for
   *     elliptic curves
   */
  public static JwtKeys publicKey(String algorithm, PublicKey key) {
    JWSAlgorithm parsed = JwtAlgorithms.publicKey(algorithm);
    if (JwtAlgorithms.isRsa(parsed)) {
      if (!(key instanceof RSAPublicKey rsa)) {
        throw wrongKey(algorithm, "RSA", key);
      }
      if (rsa.getModulus().bitLength() < SMALLEST_RSA_BITS) {
        throw new IllegalArgumentException(
            "an RSA key has at least "
                + SMALLEST_RSA_BITS
                + " bits, but this one has "
                + rsa.getModulus().bitLength());
      }
    } else {
      if (!(key instanceof ECPublicKey curve)) {
        throw wrongKey(algorithm, "EC", key);
      }
      int bits = curve.getParams().getCurve().getField().getFieldSize();
      if (bits != JwtAlgorithms.curveBits(parsed)) {
        throw new IllegalArgumentException(
            algorithm
                + " needs a curve of "
                + JwtAlgorithms.curveBits(parsed)
                + " bits, but this one has "
                + bits);
      }
    }
    return single(parsed, key, "a public key for " + algorithm);
  }

  /**
   * Fetches the public keys of the issuer, as {@link #jwks(URI, Consumer)} does with the defaults.
   */
  public static JwtKeys jwks(URI url) {
    return jwks(url, options -> {});
  }

  /**
   * Fetches the public keys of the issuer, as a JSON Web Key Set: when the first token comes, when
   * they are old, and when a token names a key that is not among them, but not more often than
   * {@link JwksOptions.Builder#minFetchInterval} allows.
   *
   * @param url {@code https}, or {@code http} to this machine
   */
  public static JwtKeys jwks(URI url, Consumer<JwksOptions.Builder> settings) {
    JwksOptions.Builder builder = JwksOptions.builder();
    settings.accept(builder);
    JwksOptions options = builder.build();
    JWKSource<SecurityContext> source = KeySets.at(url, options);
    Set<JWSAlgorithm> algorithms = options.parsedAlgorithms();
    return new JwtKeys(
        algorithms,
        new JWSVerificationKeySelector<>(algorithms, source),
        KeySets.describe(url),
        true);
  }

  private static JwtKeys single(JWSAlgorithm algorithm, Key key, String description) {
    return new JwtKeys(
        Set.of(algorithm), new SingleKeyJWSKeySelector<>(algorithm, key), description, false);
  }

  private static IllegalArgumentException wrongKey(String algorithm, String family, PublicKey key) {
    return new IllegalArgumentException(
        algorithm + " needs a key of " + family + ", but this is one of " + key.getAlgorithm());
  }

  /** Returns whether there are none before they were fetched. */
  boolean areFetched() {
    return fetched;
  }

  Set<JWSAlgorithm> algorithms() {
    return algorithms;
  }

  JWSKeySelector<SecurityContext> selector() {
    return selector;
  }

  /** Returns where the keys come from, without them. */
  @Override
  public String toString() {
    return description;
  }
}
