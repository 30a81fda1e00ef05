package dev.nave.auth.jwt;

import static dev.nave.auth.jwt.Tokens.claims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.nave.hub.AuthenticationException;
import dev.nave.hub.HubUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that are fetched from the issuer. */
class JwksIT {
  private static final RSAKey FIRST = key("first");
  private static final RSAKey SECOND = key("second");

  private final AtomicInteger fetches = new AtomicInteger();
  private final HttpServer issuer = listen();
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile CountDownLatch answers = new CountDownLatch(0);
  private volatile String answer = "";
  private volatile int status = 200;

  private static HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitAnswers() {
    try {
      answers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeEach
  void start() {
    issuer.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          asked.countDown();
          awaitAnswers();
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    publish(FIRST);
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  private void publish(RSAKey... keys) {
    answer = new JWKSet(List.<JWK>of(keys)).toString(true);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
  }

  private JwtAuthenticator fetching(Consumer<JwksOptions.Builder> settings) {
    return JwtAuthenticator.builder()
        .keys(JwtKeys.jwks(url(), settings))
        .issuer(Tokens.ISSUER)
        .audience("chat")
        .clock(Clock.fixed(Tokens.NOW, ZoneOffset.UTC))
        .build();
  }

  private static String signed(RSAKey key) {
    return signed(key, key.getKeyID());
  }

  private static String signed(RSAKey key, String id) {
    try {
      return Tokens.sign(
          claims().build(),
          new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(),
          new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable HubUser ask(JwtAuthenticator authenticator, String token) {
    return authenticator.authenticate(Tokens.with(token));
  }

  @Test
  void keysAreFetchedOnceForManyTokens() {
    JwtAuthenticator authenticator = fetching(options -> {});
    assertThat(fetches).hasValue(0);

    for (int i = 0; i < 50; i++) {
      assertThat(ask(authenticator, signed(FIRST))).isNotNull();
    }

    assertThat(fetches).hasValue(1);
  }

  @Test
  void aNewKeyIsFoundAtOnce() {
    JwtAuthenticator authenticator = fetching(options -> {});
    assertThat(ask(authenticator, signed(FIRST))).isNotNull();

    publish(FIRST, SECOND);

    assertThat(ask(authenticator, signed(SECOND))).isNotNull();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void tokensOfUnknownKeysDoNotMakeMoreFetches() {
    JwtAuthenticator authenticator = fetching(options -> {});
    assertThat(ask(authenticator, signed(FIRST))).isNotNull();

    for (int i = 0; i < 50; i++) {
      String stranger = signed(SECOND, "unknown " + i);
      assertThatThrownBy(() -> ask(authenticator, stranger))
          .isInstanceOf(AuthenticationException.class);
    }

    assertThat(fetches).hasValue(2); // Of an interval's two, the second.
    assertThat(ask(authenticator, signed(FIRST))).isNotNull();
  }

  @Test
  void tokensOfUnknownKeysAreTheClientsFaultFromTheFirstOn() {
    JwtAuthenticator authenticator = fetching(options -> {});

    for (int i = 0; i < 5; i++) {
      String stranger = signed(SECOND, "unknown " + i);
      assertThatThrownBy(() -> ask(authenticator, stranger))
          .isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void aKnownIdDoesNotMakeAStrangersKeyGood() {
    JwtAuthenticator authenticator = fetching(options -> {});

    assertThatThrownBy(() -> ask(authenticator, signed(SECOND, "first")))
        .isInstanceOf(AuthenticationException.class)
        .hasMessage("the signature of the token is wrong");
  }

  @Test
  void anIssuerThatDoesNotAnswerIsNotTheClientsFault() {
    status = 503;
    JwtAuthenticator authenticator = fetching(options -> {});

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> ask(authenticator, signed(FIRST)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no keys from " + url());
    }
    assertThat(fetches.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void whileTheFirstKeysAreFetchedOtherTokensFailInsteadOfWaitingForAnIssuerThatIsAway()
      throws Exception {
    answers = new CountDownLatch(1);
    JwtAuthenticator authenticator =
        fetching(options -> options.readTimeout(Duration.ofSeconds(8)));
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(() -> String.valueOf(ask(authenticator, signed(FIRST))));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> ask(authenticator, signed(FIRST)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no keys from " + url());
    }

    assertThat(first).as("the issuer has not answered").isNotDone();
    answers.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).contains("ann");
    assertThat(ask(authenticator, signed(FIRST))).isNotNull();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void oldKeysAreGoodEnoughWhileTheIssuerIsAway() throws Exception {
    JwtAuthenticator authenticator =
        fetching(
            options ->
                options.cacheTime(Duration.ofMillis(2)).minFetchInterval(Duration.ofMillis(1)));
    assertThat(ask(authenticator, signed(FIRST))).isNotNull();

    status = 503;
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (fetches.get() < 3 && System.nanoTime() < deadline) {
      assertThat(ask(authenticator, signed(FIRST))).isNotNull();
    }

    assertThat(fetches).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void aKeySetThatIsTooLargeIsNotRead() {
    String padded = answer + " ".repeat(70_000);
    answer = padded;
    assertThatThrownBy(() -> ask(fetching(options -> {}), signed(FIRST)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(ask(fetching(options -> options.maxBytes(100_000)), signed(FIRST))).isNotNull();
  }

  @Test
  void aSecretAmongTheKeysIsNotUsed() throws Exception {
    byte[] secret = new byte[32];
    answer =
        new JWKSet(new OctetSequenceKey.Builder(secret).keyID("first").build()).toString(false);
    JwtAuthenticator authenticator = fetching(options -> {});
    String token =
        Tokens.sign(
            claims().build(),
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
            new MACSigner(secret));

    assertThatThrownBy(() -> ask(authenticator, token))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("another algorithm");
  }

  @Test
  void keysAreFetchedOverASafeWayOnly() {
    for (String url :
        new String[] {
          "http://issuer.example/keys?key=secret", "file:///etc/keys", "keys", "http:///keys"
        }) {
      assertThatThrownBy(() -> JwtKeys.jwks(URI.create(url)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("keys are fetched over https")
          .message()
          .doesNotContain("secret");
    }
    assertThat(JwtKeys.jwks(URI.create("https://me:secret@issuer.example/keys?key=secret")))
        .hasToString("https://issuer.example/keys");
  }

  @Test
  void optionsHaveTheirBounds() {
    for (Consumer<JwksOptions.Builder> wrong :
        List.<Consumer<JwksOptions.Builder>>of(
            options -> options.algorithms("HS256"),
            options -> options.algorithms("RS256", "none"),
            options -> options.connectTimeout(Duration.ZERO),
            options -> options.readTimeout(Duration.ofDays(25)),
            options -> options.maxBytes(0),
            options -> options.cacheTime(Duration.ofSeconds(30)),
            options -> options.minFetchInterval(Duration.ofMinutes(5)),
            options -> options.toleratedOutage(Duration.ofMillis(-1)))) {
      assertThatThrownBy(() -> JwtKeys.jwks(url(), wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
