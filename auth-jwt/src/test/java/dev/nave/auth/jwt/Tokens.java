package dev.nave.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.nave.hub.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;

/** Makes keys and tokens as an issuer does. */
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

  /** Makes a pair of keys. */
  static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a pair of keys on an elliptic curve. */
  static KeyPair curve(String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(name));
    return generator.generateKeyPair();
  }
}
