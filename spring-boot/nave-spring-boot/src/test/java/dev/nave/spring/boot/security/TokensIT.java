package dev.nave.spring.boot.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.TransportEnum;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.nave.hub.Authorize;
import dev.nave.hub.Hub;
import dev.nave.spring.boot.HubController;
import dev.nave.transport.websocket.WebSocketTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;

/** Bearer tokens at hubs behind a resource server, and at hubs on Netty. */
class TokensIT {
  private static final SecretKeySpec KEY =
      new SecretKeySpec(
          "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8), "HmacSHA256");

  @SuppressWarnings("NullAway.Init") // Each test starts it.
  private ConfigurableApplicationContext context;

  @HubController("/orders")
  @Authorize
  public static class OrderHub extends Hub {
    public String me() {
      return String.valueOf(context().userId());
    }

    @Authorize(roles = "SCOPE_orders")
    public boolean expires() {
      return context().user().orElseThrow().expiresAt().isPresent();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(OrderHub.class)
  static class Application {
    @Bean
    JwtDecoder decoder() {
      return NimbusJwtDecoder.withSecretKey(KEY).macAlgorithm(MacAlgorithm.HS256).build();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Web {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
          .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
          .csrf(csrf -> csrf.ignoringRequestMatchers("/orders/**"))
          .build();
    }

    @Bean
    BearerTokenResolver bearerTokens() {
      DefaultBearerTokenResolver inHeader = new DefaultBearerTokenResolver();
      DefaultBearerTokenResolver alsoInQuery = new DefaultBearerTokenResolver();
      alsoInQuery.setAllowUriQueryParameter(true);
      return request ->
          request.getRequestURI().startsWith(request.getContextPath() + "/orders")
              ? alsoInQuery.resolve(request)
              : inHeader.resolve(request);
    }
  }

  /** As Boot makes it of {@code spring.security.oauth2.resourceserver.jwt}. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(OrderHub.class)
  static class Reactive {
    @Bean
    ReactiveJwtDecoder decoder() {
      return NimbusReactiveJwtDecoder.withSecretKey(KEY).macAlgorithm(MacAlgorithm.HS256).build();
    }
  }

  @AfterEach
  void stop() {
    context.close();
  }

  private int servlet() {
    start(WebApplicationType.SERVLET, Application.class, Web.class);
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private int netty() {
    start(WebApplicationType.NONE, Application.class);
    return context.getBean(WebSocketTransport.class).port();
  }

  private int besideWebFlux() {
    start(WebApplicationType.REACTIVE, Reactive.class);
    return context.getBean(WebSocketTransport.class).port();
  }

  private void start(WebApplicationType type, Class<?>... sources) {
    context =
        new SpringApplicationBuilder(sources)
            .web(type)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "nave.netty.port=0",
                "nave.netty.host=127.0.0.1",
                "spring.main.banner-mode=off")
            .run();
  }

  private static String token() {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .subject("ann")
            .claim("scope", "orders")
            .issuedAt(Instant.now())
            .expiresAt(Instant.now().plusSeconds(600))
            .build();
    return new NimbusJwtEncoder(new ImmutableSecret<>(KEY))
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
        .getTokenValue();
  }

  @Test
  void aResourceServerKnowsTheUserOfATokenInTheHeader() {
    assertUserIsKnown(servlet());
  }

  @Test
  void aTokenInTheHeaderIsVerifiedOnNettyByTheDecoderOfTheApplication() {
    assertUserIsKnown(netty());
  }

  @Test
  void aTokenIsVerifiedByTheDecoderOfAWebFluxApplication() {
    int port = besideWebFlux();

    assertUserIsKnown(port);
    assertThat(catchThrowable(() -> open(port, token() + "x")))
        .rootCause()
        .hasMessageContaining("401");
  }

  private static void assertUserIsKnown(int port) {
    HubConnection client =
        HubConnectionBuilder.create("http://localhost:" + port + "/orders")
            .withTransport(TransportEnum.WEBSOCKETS)
            .withHeader("Authorization", "Bearer " + token())
            .build();
    client.start().blockingAwait();

    assertThat(client.invoke(String.class, "me").blockingGet()).isEqualTo("ann");
    assertThat(client.invoke(Boolean.class, "expires").blockingGet()).isTrue();
    client.close();
  }

  @Test
  void aTokenInTheQueryOpensAWebSocketBehindTheRecipeOfThePage() {
    assertQueryIsRead(servlet());
  }

  @Test
  void aTokenInTheQueryOpensAWebSocketOnNetty() {
    assertQueryIsRead(netty());
  }

  private static void assertQueryIsRead(int port) {
    WebSocket open = open(port, token());
    assertThat(open.isOutputClosed()).isFalse();
    open.abort();

    assertThat(catchThrowable(() -> open(port, token() + "x")))
        .rootCause()
        .hasMessageContaining("401");
    assertThat(catchThrowable(() -> open(port, "")))
        .rootCause()
        .hasMessageMatching(".*40[01]"); // An empty parameter is malformed to Spring Security.
  }

  private static WebSocket open(int port, String token) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://localhost:" + port + "/orders?access_token=" + token),
            new WebSocket.Listener() {})
        .join();
  }
}
