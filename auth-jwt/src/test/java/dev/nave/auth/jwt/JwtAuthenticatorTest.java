package dev.nave.auth.jwt;

import static dev.nave.auth.jwt.Tokens.ISSUER;
import static dev.nave.auth.jwt.Tokens.NOW;
import static dev.nave.auth.jwt.Tokens.claims;
import static dev.nave.auth.jwt.Tokens.curve;
import static dev.nave.auth.jwt.Tokens.keys;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.nave.hub.AuthenticationException;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JwtAuthenticatorTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final KeyPair RSA = keys("RSA", 2048);

  private static JwtAuthenticator.Builder settings(JwtKeys keys) {
    return JwtAuthenticator.builder()
        .keys(keys)
        .issuer(ISSUER)
        .audience("chat", "board")
        .clock(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private final JwtAuthenticator authenticator = settings(JwtKeys.secret("HS256", SECRET)).build();

  private static String signed(JWTClaimsSet claims) {
    try {
      return Tokens.sign(claims, JWSAlgorithm.HS256, new MACSigner(SECRET));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static HubUser user(JwtAuthenticator authenticator, String token) {
    return Objects.requireNonNull(authenticator.authenticate(Tokens.with(token)));
  }

  private void assertRefused(String token, String reason) {
    assertRefused(authenticator, token, reason);
  }

  private static void assertRefused(JwtAuthenticator by, String token, String reason) {
    assertThatThrownBy(() -> by.authenticate(Tokens.with(token)))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining(reason)
        .hasNoCause();
  }

  @Test
  void theTokenSaysWhoItIs() {
    HubUser ann =
        user(
            authenticator,
            signed(
                claims()
                    .claim("roles", List.of("admin", "editor"))
                    .claim("age", 36)
                    .claim("nothing", null)
                    .build()));

    assertThat(ann.id()).isEqualTo("ann");
    assertThat(ann.roles()).containsExactlyInAnyOrder("admin", "editor");
    assertThat(ann.expiresAt()).contains(NOW.plusSeconds(330));
    assertThat(ann.claims())
        .containsEntry("age", 36L)
        .containsEntry("exp", NOW.plusSeconds(300))
        .containsEntry("iss", ISSUER)
        .doesNotContainKey("nothing");
  }

  @Test
  void theTokenMayBeInTheQuery() {
    HttpRequest request =
        HttpRequest.builder("GET", "/chat").query("access_token", signed(claims().build())).build();

    assertThat(Objects.requireNonNull(authenticator.authenticate(request)).id()).isEqualTo("ann");
  }

  @Test
  void whoSendsNoTokenIsNobody() {
    assertThat(authenticator.authenticate(HttpRequest.builder("GET", "/chat").build())).isNull();
    assertThat(authenticator.authenticate(Tokens.with(""))).isNull();
  }

  @Test
  void aTokenIsBelievedUpToItsExpiryAndTheClockSkew() {
    assertThat(user(authenticator, signed(expiringAt(NOW.minusSeconds(29)))).id()).isEqualTo("ann");
    assertRefused(signed(expiringAt(NOW.minusSeconds(30))), "the token has expired");
    JwtAuthenticator exact =
        settings(JwtKeys.secret("HS256", SECRET)).clockSkew(Duration.ZERO).build();
    assertThat(user(exact, signed(expiringAt(NOW.plusSeconds(1)))).id()).isEqualTo("ann");
    assertRefused(exact, signed(expiringAt(NOW)), "the token has expired");
  }

  private static JWTClaimsSet expiringAt(Instant expiry) {
    return claims().expirationTime(Date.from(expiry)).build();
  }

  @Test
  void aTokenWithoutAnExpiryIsRefused() {
    assertRefused(signed(claims().expirationTime(null).build()), "no expiry");
  }

  @Test
  void aTokenIsNotBelievedBeforeItsTime() {
    JWTClaimsSet soon = claims().notBeforeTime(Date.from(NOW.plusSeconds(30))).build();
    JWTClaimsSet later = claims().notBeforeTime(Date.from(NOW.plusSeconds(31))).build();

    assertThat(user(authenticator, signed(soon)).id()).isEqualTo("ann");
    assertRefused(signed(later), "not valid yet");
  }

  @Test
  void aTokenOfAnotherIssuerOrForAnotherServiceIsRefused() {
    assertRefused(
        signed(claims().issuer("https://other.example").build()), "does not come from " + ISSUER);
    assertRefused(signed(claims().issuer(null).build()), "does not come from");
    assertRefused(signed(claims().audience("shop").build()), "is not meant for [");
    assertRefused(signed(claims().audience((String) null).build()), "is not meant for");
    String board = signed(claims().audience(List.of("shop", "board")).build());
    assertThat(user(authenticator, board).id()).isEqualTo("ann");
  }

  @Test
  void aTokenThatNamesNoUserIsRefused() {
    assertRefused(signed(claims().subject(null).build()), "names no user (sub)");
    assertRefused(signed(claims().subject(" ").build()), "names no user (sub)");
    JwtAuthenticator byMail =
        settings(JwtKeys.secret("HS256", SECRET)).userIdClaim("email").build();
    assertRefused(byMail, signed(claims().claim("email", 1).build()), "names no user (email)");
    assertThat(user(byMail, signed(claims().claim("email", "a@b.example").build())).id())
        .isEqualTo("a@b.example");
  }

  @Test
  void rolesComeFromTheClaimThatIsNamed() {
    JwtAuthenticator groups =
        settings(JwtKeys.secret("HS256", SECRET)).rolesClaim("groups").build();
    JwtAuthenticator nested =
        settings(JwtKeys.secret("HS256", SECRET))
            .rolesFrom(
                claims ->
                    claims.get("realm") instanceof Map<?, ?> m ? Set.of("" + m.get("r")) : Set.of())
            .build();
    String token =
        signed(
            claims()
                .claim("groups", "one group")
                .claim("roles", List.of(1, "x"))
                .claim("realm", Map.of("r", "deep"))
                .build());

    assertThat(user(groups, token).roles()).containsExactly("one group");
    assertThat(user(authenticator, token).roles()).containsExactly("x");
    assertThat(user(nested, token).roles()).containsExactly("deep");
  }

  @Test
  void aSignatureOfAnotherKeyIsRefused() throws Exception {
    byte[] other = SECRET.clone();
    other[0]++;

    assertRefused(
        Tokens.sign(claims().build(), JWSAlgorithm.HS256, new MACSigner(other)),
        "the signature of the token is wrong");
  }

  @Test
  void everyChangeOfATokenIsNoticed() {
    String token = signed(claims().build());
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      char[] changed = token.toCharArray();
      int at = random.nextInt(changed.length - 1); // The last one has bits that do not count.
      changed[at] = "AQgw-.0\u00e9 ".charAt(random.nextInt(9));
      if (!Arrays.equals(changed, token.toCharArray())) {
        String text = new String(changed);
        AuthenticationException refused =
            catchThrowableOfType(
                AuthenticationException.class, () -> authenticator.authenticate(Tokens.with(text)));
        assertThat(refused).as(text).isNotNull();
      }
    }
  }

  @Test
  void anUnsignedTokenIsRefusedHoweverItIsSpelled() {
    assertRefused(new PlainJWT(claims().build()).serialize(), "the token is not signed");
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      String header = encoded("{\"alg\":\"" + none + "\"}");
      String[] parts = signed(claims().build()).split("\\.", -1);
      for (String signature : List.of("", parts[2])) {
        assertThatThrownBy(
                () ->
                    authenticator.authenticate(
                        Tokens.with(header + "." + parts[1] + "." + signature)))
            .isInstanceOf(AuthenticationException.class);
      }
    }
  }

  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    JwtAuthenticator rsa = settings(JwtKeys.publicKey("RS256", RSA.getPublic())).build();
    byte[] publicKey = RSA.getPublic().getEncoded();

    assertRefused(
        rsa,
        Tokens.sign(claims().build(), JWSAlgorithm.HS256, new MACSigner(publicKey)),
        "another algorithm than [RS256]");
  }

  @Test
  void onlyTheAlgorithmOfTheKeyIsTaken() throws Exception {
    JwtAuthenticator rsa = settings(JwtKeys.publicKey("RS256", RSA.getPublic())).build();
    RSASSASigner signer = new RSASSASigner(RSA.getPrivate());

    assertThat(user(rsa, Tokens.sign(claims().build(), JWSAlgorithm.RS256, signer)).id())
        .isEqualTo("ann");
    assertRefused(
        rsa, Tokens.sign(claims().build(), JWSAlgorithm.PS256, signer), "another algorithm");
    assertRefused(
        rsa, Tokens.sign(claims().build(), JWSAlgorithm.RS512, signer), "another algorithm");
  }

  @Test
  void ellipticCurvesSignToo() throws Exception {
    KeyPair pair = curve("secp256r1");
    JwtAuthenticator curve = settings(JwtKeys.publicKey("ES256", pair.getPublic())).build();
    ECDSASigner signer = new ECDSASigner((ECPrivateKey) pair.getPrivate());

    assertThat(user(curve, Tokens.sign(claims().build(), JWSAlgorithm.ES256, signer)).id())
        .isEqualTo("ann");
  }

  @Test
  void aSignatureOfZerosIsRefused() throws Exception {
    JwtAuthenticator curve =
        settings(JwtKeys.publicKey("ES256", curve("secp256r1").getPublic())).build();
    String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
    String token =
        encoded("{\"alg\":\"ES256\"}") + "." + encoded(claims().build().toString()) + "." + zeros;

    assertRefused(curve, token, "signature");
  }

  @Test
  void encryptedTokensAreRefused() throws Exception {
    EncryptedJWT token =
        new EncryptedJWT(
            new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), claims().build());
    token.encrypt(new DirectEncrypter(SECRET));

    assertRefused(token.serialize(), "the token is not signed");
  }

  @Test
  void tokensOfOtherTypesAreRefused() throws Exception {
    for (String type : List.of("JWT", "at+jwt")) {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType(type)).build();
      String token = Tokens.sign(claims().build(), header, new MACSigner(SECRET));
      assertThat(user(authenticator, token).id()).isEqualTo("ann");
    }
    JWSHeader logout =
        new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("logout+jwt")).build();
    assertRefused(
        Tokens.sign(claims().build(), logout, new MACSigner(SECRET)), "is of another type");
  }

  @Test
  void whatIsNoTokenIsRefusedAndNotShown() {
    String deep = encoded("{\"alg\":\"HS256\",\"a\":" + "[".repeat(3000));
    for (String token :
        List.of("secret", ".", "..", "a.b.c", "a.b.c.d.e", "é.é.é", deep + ".e30.AA")) {
      assertThatThrownBy(() -> authenticator.authenticate(Tokens.with(token)))
          .isInstanceOf(AuthenticationException.class)
          .hasNoCause()
          .message()
          .doesNotContain("secret")
          .hasSizeLessThan(120);
    }
  }

  @Test
  void aTokenThatIsTooLongIsNotEvenRead() {
    String token = signed(claims().build());
    JwtAuthenticator exact =
        settings(JwtKeys.secret("HS256", SECRET)).maxTokenLength(token.length()).build();
    JwtAuthenticator shorter =
        settings(JwtKeys.secret("HS256", SECRET)).maxTokenLength(token.length() - 1).build();

    assertThat(user(exact, token).id()).isEqualTo("ann");
    assertRefused(
        shorter, token, "more characters than maxTokenLength, which is " + (token.length() - 1));
  }

  @Test
  void keysThatAreTooWeakOrDoNotFitAreRefused() throws Exception {
    KeyPair curve = curve("secp384r1");

    assertThatThrownBy(() -> JwtKeys.secret("HS256", new byte[31]))
        .hasMessage("a secret for HS256 has at least 32 bytes, but this one has 31");
    assertThatThrownBy(() -> JwtKeys.secret("HS512", new byte[63])).hasMessageContaining("64");
    assertThatThrownBy(() -> JwtKeys.secret("RS256", SECRET))
        .hasMessageContaining("[HS256, HS384, HS512], not \"RS256\"");
    assertThatThrownBy(() -> JwtKeys.publicKey("HS256", RSA.getPublic()))
        .hasMessageContaining("not \"HS256\"");
    assertThatThrownBy(() -> JwtKeys.publicKey("none", RSA.getPublic()))
        .hasMessageContaining("not \"none\"");
    assertThatThrownBy(() -> JwtKeys.publicKey("RS256", keys("RSA", 1024).getPublic()))
        .hasMessageContaining("at least 2048 bits");
    assertThatThrownBy(() -> JwtKeys.publicKey("RS256", curve.getPublic()))
        .hasMessage("RS256 needs a key of RSA, but this is one of EC");
    assertThatThrownBy(() -> JwtKeys.publicKey("ES256", RSA.getPublic()))
        .hasMessage("ES256 needs a key of EC, but this is one of RSA");
    assertThatThrownBy(() -> JwtKeys.publicKey("ES256", curve.getPublic()))
        .hasMessage("ES256 needs a curve of 256 bits, but this one has 384");
    assertThat(JwtKeys.secret("HS256", SECRET)).hasToString("a secret for HS256");
  }

  @Test
  void keysIssuerAndAudienceAreNeeded() {
    JwtKeys keys = JwtKeys.secret("HS256", SECRET);

    assertThatThrownBy(() -> JwtAuthenticator.builder().issuer("i").audience("a").build())
        .hasMessageContaining("needs keys");
    assertThatThrownBy(() -> JwtAuthenticator.builder().keys(keys).audience("a").build())
        .hasMessageContaining("needs an issuer");
    assertThatThrownBy(() -> JwtAuthenticator.builder().keys(keys).issuer("i").build())
        .hasMessageContaining("needs an audience");
  }

  @Test
  void settingsHaveTheirBounds() {
    JwtAuthenticator.Builder builder = JwtAuthenticator.builder();

    builder.clockSkew(Duration.ofMinutes(10));
    assertThatThrownBy(() -> builder.clockSkew(Duration.ofMinutes(10).plusMillis(1)))
        .hasMessageContaining("clockSkew must be from zero to PT10M");
    assertThatThrownBy(() -> builder.clockSkew(Duration.ofMillis(-1)))
        .hasMessageContaining("clockSkew");
    assertThatThrownBy(() -> builder.maxTokenLength(0)).hasMessageContaining("positive");
    assertThatThrownBy(() -> builder.audience("a", " ")).hasMessageContaining("audience");
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
