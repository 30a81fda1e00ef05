package dev.nave.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.nimbusds.jwt.JWT;
import dev.nave.backplane.Backplane;
import dev.nave.hub.Hub;
import dev.nave.hub.testkit.ModularApplication;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/** A small application of modules that verifies a token, and refuses another. */
class ModulePathIT {
  private static final String DESCRIPTOR =
      """
      module example.app {
        requires dev.nave.auth.jwt;
      }
      """;

  private static final String APPLICATION =
      """
      package example.app;

      import dev.nave.auth.jwt.JwtAuthenticator;
      import dev.nave.auth.jwt.JwtKeys;
      import dev.nave.hub.AuthenticationException;
      import dev.nave.hub.HttpRequest;
      import java.nio.charset.StandardCharsets;
      import java.time.Instant;
      import java.util.Base64;
      import javax.crypto.Mac;
      import javax.crypto.spec.SecretKeySpec;

      final class Main {
        private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes();

        public static void main(String[] arguments) throws Exception {
          JwtAuthenticator authenticator =
              JwtAuthenticator.builder()
                  .keys(JwtKeys.secret("HS256", SECRET))
                  .issuer("https://id.example")
                  .audience("notes")
                  .build();
          System.out.println("user: " + authenticator.authenticate(request(token("notes"))).id());
          try {
            authenticator.authenticate(request(token("others")));
          } catch (AuthenticationException e) {
            System.out.println("refused");
          }
          Module module = JwtAuthenticator.class.getModule();
          System.out.println(module + " is automatic: " + module.getDescriptor().isAutomatic());
        }

        private static HttpRequest request(String token) {
          return HttpRequest.builder("GET", "/notes").query("access_token", token).build();
        }

        private static String token(String audience) throws Exception {
          long expiry = Instant.now().getEpochSecond() + 600;
          String signed =
              base64("{\\"alg\\":\\"HS256\\"}".getBytes(StandardCharsets.UTF_8))
                  + "."
                  + base64(
                      ("{\\"sub\\":\\"ann\\",\\"iss\\":\\"https://id.example\\",\\"aud\\":\\""
                              + audience
                              + "\\",\\"exp\\":"
                              + expiry
                              + "}")
                          .getBytes(StandardCharsets.UTF_8));
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
          return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        }

        private static String base64(byte[] bytes) {
          return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
      }
      """;

  private static final List<Class<?>> ONE_OF_EACH =
      List.of(
          JwtAuthenticator.class,
          JWT.class,
          Hub.class,
          Backplane.class,
          ObjectMapper.class,
          JsonParser.class,
          JsonFormat.class,
          Logger.class,
          NullMarked.class);

  @TempDir Path folder;

  @Test
  void anApplicationOfModulesVerifiesTokens() throws Exception {
    assertThat(new ModularApplication(folder, ONE_OF_EACH).run(DESCRIPTOR, APPLICATION))
        .contains("user: ann")
        .contains("refused")
        .contains("module dev.nave.auth.jwt is automatic: false");
  }
}
