package dev.nave.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.nave.hub.AuthenticationException;
import java.text.ParseException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens that are signed as they must be. Any thread.
 *
 * <p>The library's own texts are not shown: they quote what is in a token.
 */
final class TokenVerifier {
  /** "at+jwt" is an access token of RFC 9068; other types, such as of logouts, are refused. */
  private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
      new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

  /** Longer than an issuer takes that is there, shorter than a client notices. */
  private static final long LONGEST_WAIT_MILLIS = 250;

  private final JwtKeys keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** Whether keys were ever found, so that a missing one is the token's fault. */
  private volatile boolean keysKnown;

  private final ReentrantLock fetching = new ReentrantLock();

  /** Whether the last attempt to fetch the first keys failed. */
  private volatile boolean away;

  TokenVerifier(JwtKeys keys, ClaimRules rules) {
    this.keys = keys;
    processor.setJWSKeySelector(keys.selector());
    processor.setJWTClaimsSetVerifier(rules);
    processor.setJWSTypeVerifier(TYPES);
  }

  /**
   * Returns the claims of a token.
   *
   * @throws AuthenticationException if it is not believed
   * @throws IllegalStateException if the keys cannot be fetched
   */
  JWTClaimsSet verify(String token) {
    SignedJWT signed = signed(token);
    if (!keys.algorithms().contains(signed.getHeader().getAlgorithm())) {
      throw new AuthenticationException(
          "the token is signed with another algorithm than " + keys.algorithms());
    }
    checkType(signed);
    return keysKnown || !keys.areFetched() ? claims(signed) : claimsByFirstKeys(signed);
  }

  /**
   * Until there are keys one token at a time makes them be fetched. Others wait a moment for that,
   * and not at all where the issuer was away before: each would hold a thread for as long as an
   * issuer takes that does not answer.
   */
  private JWTClaimsSet claimsByFirstKeys(SignedJWT signed) {
    try {
      if (!fetching.tryLock(away ? 0 : LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw unavailable(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
    try {
      JWTClaimsSet claims = claims(signed);
      away = false;
      return claims;
    } catch (IllegalStateException e) {
      away = true;
      throw e;
    } finally {
      fetching.unlock();
    }
  }

  private JWTClaimsSet claims(SignedJWT signed) {
    try {
      JWTClaimsSet claims = processor.process(signed, null);
      keysKnown = true;
      return claims;
    } catch (BadJWSException e) {
      keysKnown = true;
      throw new AuthenticationException("the signature of the token is wrong");
    } catch (BadJOSEException e) {
      keysKnown = true; // Algorithm and type were looked at before: keys are what it failed at.
      throw new AuthenticationException(
          "there is no key for the token, or its claims cannot be read");
    } catch (AuthenticationException e) { // Of the claims, which are looked at last.
      keysKnown = true;
      throw e;
    } catch (RateLimitReachedException e) {
      if (keysKnown) {
        throw new AuthenticationException(
            "there is no key for the token, and the keys were fetched a moment ago");
      }
      throw unavailable(e);
    } catch (JOSEException e) {
      throw unavailable(e);
    }
  }

  private static void checkType(SignedJWT token) {
    try {
      TYPES.verify(token.getHeader().getType(), null);
    } catch (BadJOSEException e) {
      throw new AuthenticationException("the token is of another type than JWT and at+jwt");
    }
  }

  private static SignedJWT signed(String token) {
    JWT parsed;
    try {
      parsed = JWTParser.parse(token);
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      throw new AuthenticationException("the token is no JSON Web Token");
    }
    if (parsed instanceof SignedJWT signed) {
      return signed;
    }
    throw new AuthenticationException("the token is not signed");
  }

  private IllegalStateException unavailable(@Nullable Exception cause) {
    return new IllegalStateException(
        "tokens cannot be verified, for there are no keys from " + keys, cause);
  }
}
