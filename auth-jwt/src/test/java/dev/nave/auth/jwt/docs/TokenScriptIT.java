package dev.nave.auth.jwt.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nave.auth.jwt.JwtAuthenticator;
import dev.nave.auth.jwt.JwtKeys;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script of {@code docs/authorization.md} that makes a token. Needs Node. */
class TokenScriptIT {
  private static final Path PAGE = Path.of("..", "docs", "authorization.md");
  private static final Pattern SCRIPT =
      Pattern.compile("(?s)```js\\n(import \\{ createHmac .+?)```");
  private static final Pattern SECRET = Pattern.compile("const secret = \"(.+)\";");

  @Test
  void theAuthenticatorOfThePageTakesTheTokenOfItsScript(@TempDir Path folder) throws Exception {
    assumeTrue(hasNode(), "needs node");
    Matcher script = SCRIPT.matcher(Files.readString(PAGE));
    assertThat(script.find()).as("the script on the page").isTrue();
    Matcher secret = SECRET.matcher(script.group(1));
    assertThat(secret.find()).isTrue();
    Authenticator authenticator =
        JwtAuthenticator.builder()
            .keys(JwtKeys.secret("HS256", secret.group(1).getBytes(UTF_8)))
            .issuer("https://login.example")
            .audience("chat")
            .build();

    String token = printed(Files.writeString(folder.resolve("token.mjs"), script.group(1)));

    HubUser user =
        authenticator.authenticate(
            HttpRequest.builder("GET", "/chat").header("authorization", "Bearer " + token).build());
    assertThat(user).isNotNull();
    assertThat(user.id()).isEqualTo("ann");
    assertThat(user.roles()).containsExactly("admin");
  }

  private static boolean hasNode() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
  }

  private static String printed(Path script) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder("node", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(node.waitFor()).isZero();
    return printed;
  }
}
