package dev.nave.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.fuzz.Seeds;
import dev.nave.fuzz.Spending;
import dev.nave.hub.AuthenticationException;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokensFuzzTest {
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String HEADER =
      base64("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8));
  private static final JwtAuthenticator AUTHENTICATOR =
      JwtAuthenticator.builder()
          .keys(JwtKeys.secret("HS256", SECRET))
          .issuer("issuer")
          .audience("chat")
          .rolesFrom(claims -> Set.of())
          .build();

  static Stream<Arguments> seeds() {
    return Seeds.arguments(Seeds.read("tokens.txt"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aTokenWithoutTheSignatureIsRefusedAndNoSignedClaimsAreAnError(byte[] bytes) {
    Spending.isBounded(bytes, 16 * 1024, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    String token = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(user(token)).as("the user of a token without a signature").isNull();
    assertThat(user(HEADER + "." + base64(bytes) + ".")).isNull();
    assertThat(user(base64(bytes) + "." + base64(bytes) + "." + base64(bytes))).isNull();

    // Who has the key may still sign nonsense.
    HubUser signed = user(sign(HEADER, bytes));
    if (signed != null) {
      assertThat(signed.id()).isNotNull();
    }
    user(sign(base64(bytes), "{}".getBytes(StandardCharsets.UTF_8)));
  }

  private static @Nullable HubUser user(String token) {
    HttpRequest request;
    try {
      request = HttpRequest.builder("GET", "/chat").query("access_token", token).build();
      return AUTHENTICATOR.authenticate(request);
    } catch (AuthenticationException e) {
      assertThat(e.getMessage()).isNotBlank();
      return null;
    }
  }

  private static String sign(String header, byte[] claims) {
    String signed = header + "." + base64(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
