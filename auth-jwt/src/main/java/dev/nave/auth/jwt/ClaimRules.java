package dev.nave.auth.jwt;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import dev.nave.hub.AuthenticationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token must say, once its signature is believed. Immutable; any thread.
 *
 * <p>Source: RFC 7519, section 4.1. There is a rule about expiry, audience and issuer there only if
 * a token has them; here it must have them.
 */
final class ClaimRules implements JWTClaimsSetVerifier<SecurityContext> {
  private final String issuer;
  private final Set<String> audiences;
  private final String userIdClaim;
  private final Duration clockSkew;
  private final Clock clock;

  ClaimRules(
      String issuer, Set<String> audiences, String userIdClaim, Duration clockSkew, Clock clock) {
    this.issuer = issuer;
    this.audiences = audiences;
    this.userIdClaim = userIdClaim;
    this.clockSkew = clockSkew;
    this.clock = clock;
  }

  /** Throws an {@link AuthenticationException} that names the first rule that is broken. */
  @Override
  public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) {
    Instant now = clock.instant();
    if (claims.getExpirationTime() == null) {
      throw new AuthenticationException("the token has no expiry (exp)");
    }
    if (!now.isBefore(validUntil(claims))) {
      throw new AuthenticationException("the token has expired");
    }
    Date notBefore = claims.getNotBeforeTime();
    if (notBefore != null && now.plus(clockSkew).isBefore(notBefore.toInstant())) {
      throw new AuthenticationException("the token is not valid yet (nbf)");
    }
    if (!issuer.equals(claims.getIssuer())) {
      throw new AuthenticationException("the token does not come from " + issuer + " (iss)");
    }
    if (Collections.disjoint(audiences, claims.getAudience())) {
      throw new AuthenticationException("the token is not meant for " + audiences + " (aud)");
    }
    userId(claims);
  }

  /** Returns when a token ends to be believed. */
  Instant validUntil(JWTClaimsSet claims) {
    Date expiry = claims.getExpirationTime();
    return expiry.toInstant().plus(clockSkew);
  }

  /** Returns the id of the user whom a token names. */
  String userId(JWTClaimsSet claims) {
    if (claims.getClaim(userIdClaim) instanceof String id && !id.isBlank()) {
      return id;
    }
    throw new AuthenticationException("the token names no user (" + userIdClaim + ")");
  }
}
