package dev.nave.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.nave.hub.HttpRequest;
import java.time.Instant;
import java.util.Date;

/** Makes tokens as an issuer does. */
final class Tokens {
  static final String ISSUER = "https://issuer.example";
  static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private Tokens() {}

  /** Claims of Ann's that are believed, at {@link #NOW} and for five minutes. */
  static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("chat")
        .subject("ann")
        .expirationTime(Date.from(NOW.plusSeconds(300)));
  }

  static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) {
    return sign(claims, new JWSHeader(algorithm), signer);
  }

  static String sign(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** A request with this token. */
  static HttpRequest with(String token) {
    return HttpRequest.builder("GET", "/chat").header("Authorization", "Bearer " + token).build();
  }
}
