package dev.nave.spring.boot.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.nave.hub.Hub;
import dev.nave.spring.boot.HubController;
import jakarta.annotation.PreDestroy;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.annotation.SessionScope;

/** Beans of the scopes of the web, in hub methods. */
@TestInstance(Lifecycle.PER_CLASS)
class CallScopeIT {
  private static final AtomicInteger ENDED = new AtomicInteger();

  private ConfigurableApplicationContext context;
  private int port;

  @SuppressWarnings("NullAway.Init") // Each test connects it.
  private HubConnection client;

  @SessionScope
  static class Basket implements Serializable {
    private static final long serialVersionUID = 1L;
    private String item = "nothing";

    void put(String put) {
      item = put;
    }

    String item() {
      return item;
    }
  }

  @RequestScope
  static class Ticket {
    private final String number = UUID.randomUUID().toString();

    String number() {
      return number;
    }

    @PreDestroy
    void end() {
      ENDED.incrementAndGet();
    }
  }

  @HubController("/shop")
  public static class ShopHub extends Hub {
    private final Basket basket;
    private final Ticket ticket;

    ShopHub(Basket basket, Ticket ticket) {
      this.basket = basket;
      this.ticket = ticket;
    }

    public String item() {
      return basket.item();
    }

    public String tickets() {
      return ticket.number() + " " + ticket.number();
    }
  }

  @RestController
  static class Shop {
    private final Basket basket;

    Shop(Basket basket) {
      this.basket = basket;
    }

    @PostMapping("/put")
    void put(@RequestParam("item") String item) {
      basket.put(item);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({ShopHub.class, Shop.class, Basket.class, Ticket.class})
  static class Application {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().permitAll())
          .csrf(csrf -> csrf.disable())
          .build();
    }
  }

  @BeforeAll
  void start() {
    context =
        new SpringApplicationBuilder(Application.class)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "nave.hub.detailed-errors=true",
                "spring.main.banner-mode=off")
            .run();
    port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @AfterAll
  void stop() {
    context.close();
  }

  private void connect(String cookie) {
    client =
        HubConnectionBuilder.create("http://127.0.0.1:" + port + "/shop")
            .withHeader("Cookie", cookie)
            .build();
    client.start().blockingAwait();
  }

  private HttpResponse<String> put(String item, String cookie) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/put?item=" + item))
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void aBeanOfTheSessionIsThatOfTheSessionWithWhichTheConnectionCame() throws Exception {
    String cookie =
        put("apple", "none=").headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    connect(cookie);
    assertThat(client.invoke(String.class, "item").blockingGet()).isEqualTo("apple");

    put("pear", cookie);

    assertThat(client.invoke(String.class, "item").blockingGet()).isEqualTo("pear");
  }

  @Test
  void aBeanOfTheRequestLivesForOneCall() {
    connect("none=");
    int before = ENDED.get();

    String[] first = client.invoke(String.class, "tickets").blockingGet().split(" ", -1);
    String[] second = client.invoke(String.class, "tickets").blockingGet().split(" ", -1);

    assertThat(first[0]).isEqualTo(first[1]).isNotEqualTo(second[0]);
    await().until(() -> ENDED.get() == before + 2);
  }

  @Test
  void aConnectionWithoutASessionIsToldOfByTheError() {
    connect("none=");

    assertThat(catchThrowable(() -> client.invoke(String.class, "item").blockingGet()))
        .hasMessageContaining("came without an HTTP session");
  }
}
