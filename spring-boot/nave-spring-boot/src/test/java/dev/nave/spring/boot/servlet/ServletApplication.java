package dev.nave.spring.boot.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.microsoft.signalr.HttpHubConnectionBuilder;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.HubConnectionState;
import com.microsoft.signalr.TransportEnum;
import dev.nave.hub.Authorize;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubServer;
import dev.nave.spring.boot.HubController;
import dev.nave.transport.websocket.WebSocketTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application in an embedded container, with Spring Security before its hubs. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ServletApplication {
  private final Class<?> otherContainer;
  private final String name;
  private ConfigurableApplicationContext context;

  @SuppressWarnings("NullAway.Init") // Each test connects it.
  private HubConnection client;

  private int port;

  /** The class path has two containers: the auto-configuration of one is left out. */
  ServletApplication(Class<?> otherContainer, String name) {
    this.otherContainer = otherContainer;
    this.name = name;
  }

  @HubController("/desk")
  @Authorize
  public static class DeskHub extends Hub {
    public String me() {
      return context().userId()
          + " as "
          + Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication())
              .getName();
    }

    @PreAuthorize("hasRole('ADMIN')")
    public String secret() {
      return "only for you";
    }

    @Authorize(roles = "ADMIN")
    public String alsoSecret() {
      return "only for you";
    }
  }

  @RestController
  static class News {
    private final HubContext<DeskHub> desk;

    News(HubContext<DeskHub> desk) {
      this.desk = desk;
    }

    @PostMapping("/news")
    CompletableFuture<Void> tell(@RequestParam("text") String text) {
      return desk.clients().all().send("news", text).toCompletableFuture();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableMethodSecurity
  @Import({DeskHub.class, News.class})
  static class Application {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
          .httpBasic(Customizer.withDefaults())
          .formLogin(Customizer.withDefaults())
          .logout(Customizer.withDefaults())
          .csrf(csrf -> csrf.disable())
          .build();
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername("ann").password("{noop}a").roles("ADMIN").build(),
          User.withUsername("bob").password("{noop}b").roles("CLERK").build());
    }
  }

  @BeforeAll
  void start() {
    context =
        new SpringApplicationBuilder(Application.class)
            .properties(
                "spring.autoconfigure.exclude=" + otherContainer.getName(),
                "server.port=0",
                "server.address=127.0.0.1",
                "management.endpoints.web.exposure.include=*",
                "management.endpoint.health.show-details=always",
                "management.endpoint.health.show-components=always",
                "management.endpoint.health.group.readiness.include=readinessState",
                "management.endpoint.health.group.readiness.show-components=always",
                "management.health.redis.enabled=false",
                "spring.main.banner-mode=off")
            .run();
    port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @AfterEach
  void disconnect() {
    if (client != null) {
      client.close();
    }
  }

  @AfterAll
  void stop() {
    context.close();
  }

  private HttpHubConnectionBuilder connection() {
    return HubConnectionBuilder.create("http://127.0.0.1:" + port + "/desk");
  }

  private static String basic(String user, String password) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  private void connect(String user, String password, TransportEnum transport) {
    client =
        connection()
            .withTransport(transport)
            .withHeader("Authorization", basic(user, password))
            .build();
    client.start().blockingAwait();
  }

  @Test
  void hubsAreServedAtThePortOfTheContainerAndNowhereElse() {
    assertThat(context.getBean(ServletWebServerFactory.class).getClass().getSimpleName())
        .startsWith(name);
    assertThat(context.getBeansOfType(WebSocketTransport.class)).isEmpty();
    assertThat(context.getBeansOfType(CallScopeFilter.class)).as("without such beans").isEmpty();
    assertThat(context.getBean(HubServer.class).hubs().get(0).path()).isEqualTo("/desk");
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportEnum.class,
      names = {"WEBSOCKETS", "LONG_POLLING"})
  void theUserOfTheRequestIsThatOfTheHub(TransportEnum transport) {
    connect("ann", "a", transport);

    assertThat(client.invoke(String.class, "me").blockingGet()).isEqualTo("ann as ann");
  }

  @Test
  void requestsWithoutAUserAreRefusedByTheFilters() {
    client = connection().build();

    assertThat(catchThrowable(() -> client.start().blockingAwait())).isNotNull();
  }

  @Test
  void methodSecurityHoldsInHubMethods() {
    connect("bob", "b", TransportEnum.WEBSOCKETS);

    assertThat(catchThrowable(() -> client.invoke(String.class, "secret").blockingGet()))
        .hasMessageContaining("Access is denied");
    assertThat(catchThrowable(() -> client.invoke(String.class, "alsoSecret").blockingGet()))
        .hasMessageContaining("unauthorized");
    client.close();
    connect("ann", "a", TransportEnum.WEBSOCKETS);
    assertThat(client.invoke(String.class, "secret").blockingGet()).isEqualTo("only for you");
    assertThat(client.invoke(String.class, "alsoSecret").blockingGet()).isEqualTo("only for you");
  }

  @Test
  void aControllerSendsToTheClientsOfAHub() throws Exception {
    connect("ann", "a", TransportEnum.WEBSOCKETS);
    CompletableFuture<String> news = new CompletableFuture<>();
    client.on("news", news::complete, String.class);

    assertThat(request("POST", "/news?text=hi", Map.of("Authorization", basic("bob", "b"))))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    await().until(news::isDone);

    assertThat(news.join()).isEqualTo("hi");
  }

  @Test
  void aLogoutEndsTheConnectionsOfItsSession() throws Exception {
    HttpResponse<String> login =
        request(
            "POST",
            "/login?username=ann&password=a",
            Map.of("Content-Type", "application/x-www-form-urlencoded"));
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    client = connection().withHeader("Cookie", cookie).build();
    client.start().blockingAwait();
    assertThat(client.invoke(String.class, "me").blockingGet()).isEqualTo("ann as ann");

    request("POST", "/logout", Map.of("Cookie", cookie));

    await().until(() -> client.getConnectionState() == HubConnectionState.DISCONNECTED);
  }

  @Test
  void healthAndTheEndpointTellOfTheHubServer() throws Exception {
    Map<String, String> ann = Map.of("Authorization", basic("ann", "a"));

    assertThat(request("GET", "/actuator/health", ann).body())
        .contains("\"nave\":{", "\"backplane\":\"UP\"", "\"state\":\"RUNNING\"");
    assertThat(request("GET", "/actuator/health/readiness", ann).body()).contains("\"nave\":{");
    assertThat(request("GET", "/actuator/hubs", ann).body())
        .contains("\"path\":\"/desk\"", "\"alsoSecret\"", "\"keepAliveInterval\":\"15000ms\"");
    assertThat(request("GET", "/actuator/prometheus", ann).body()).contains("nave_connections");
  }

  private HttpResponse<String> request(String method, String path, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
