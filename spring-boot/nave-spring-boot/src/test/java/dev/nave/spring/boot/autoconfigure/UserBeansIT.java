package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.nave.hub.Authenticator;
import dev.nave.hub.AuthorizationPolicy;
import dev.nave.hub.Authorize;
import dev.nave.hub.Hub;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubInvocation;
import dev.nave.hub.HubTracer;
import dev.nave.hub.HubUser;
import dev.nave.hub.UserIdProvider;
import dev.nave.spring.boot.HubController;
import dev.nave.transport.websocket.WebSocketTransport;
import jakarta.validation.constraints.Positive;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;
import tools.jackson.databind.PropertyNamingStrategies;

/** Every kind of bean of an application that its hub server heeds. */
@TestInstance(Lifecycle.PER_CLASS)
class UserBeansIT {
  private ConfigurableApplicationContext context;
  private HubConnection client;

  record Ordered(int orderNumber) {}

  @HubController("/desk")
  @Validated
  public static class DeskHub extends Hub {
    private final Prices prices;

    DeskHub(Prices prices) {
      this.prices = prices;
    }

    public String id() {
      return String.valueOf(context().userId());
    }

    public Ordered order(int number) {
      return new Ordered(number);
    }

    public int price(@Positive(message = "must be one of ours") int number) {
      return prices.of(number);
    }

    public int discount() {
      return prices.of(-1);
    }

    @Authorize(policy = "open")
    public boolean whenOpen() {
      return true;
    }

    @Authorize(policy = "closed")
    public boolean whenClosed() {
      return true;
    }

    public String thread() {
      return Thread.currentThread().getName();
    }
  }

  @Component
  @Validated
  static class Prices {
    public int of(@Positive(message = "a secret of ours") int number) {
      return number;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({DeskHub.class, Prices.class})
  static class Application {
    final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Bean
    Authenticator byHeader() {
      return request -> request.header("x-name").map(HubUser::of).orElse(null);
    }

    @Bean
    UserIdProvider lowerCase() {
      return (request, user) -> user.map(each -> "id of " + each.id()).orElse(null);
    }

    @Bean
    AuthorizationPolicy open() {
      return check -> CompletableFuture.completedFuture(true);
    }

    @Bean
    AuthorizationPolicy closed() {
      return check -> CompletableFuture.completedFuture(false);
    }

    @Bean
    HubTracer tracer() {
      return call ->
          new HubTracer.Span() {
            @Override
            public HubTracer.Scope activate() {
              return () -> {};
            }

            @Override
            public void end(@Nullable Throwable failure) {
              seen.add("span");
            }
          };
    }

    @Bean
    @Order(2)
    HubFilter inner() {
      return filter("inner");
    }

    @Bean
    @Order(1)
    HubFilter outer() {
      return filter("outer");
    }

    private HubFilter filter(String name) {
      return new HubFilter() {
        @Override
        public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
          seen.add(name);
          return next.proceed(invocation);
        }
      };
    }

    @Bean
    JsonMapperBuilderCustomizer snakes() {
      return mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService desk() {
      return Executors.newSingleThreadExecutor(work -> new Thread(work, "the desk"));
    }
  }

  @BeforeAll
  void start() {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties(
                "nave.netty.port=0",
                "nave.netty.host=127.0.0.1",
                "nave.hub-executor=desk",
                "spring.main.banner-mode=off")
            .run();
    client =
        HubConnectionBuilder.create(
                "http://localhost:" + context.getBean(WebSocketTransport.class).port() + "/desk")
            .withHeader("x-name", "ann")
            .build();
    client.start().blockingAwait();
  }

  @AfterAll
  void stop() {
    client.close();
    context.close();
  }

  private <T> T called(Class<T> type, String method, Object... arguments) {
    return client.invoke(type, method, arguments).blockingGet();
  }

  @Test
  void anAuthenticatorAndAProviderOfIdsSayWhoAClientIs() {
    assertThat(called(String.class, "id")).isEqualTo("id of ann");
  }

  @Test
  void aPolicyIsCalledByTheNameOfItsBean() {
    assertThat(called(Boolean.class, "whenOpen")).isTrue();
    assertThat(catchThrowable(() -> called(Boolean.class, "whenClosed")))
        .hasMessageContaining("unauthorized");
  }

  @Test
  void filtersStandInTheirOrderAndATracerSeesTheCall() {
    Queue<String> seen = context.getBean(Application.class).seen;
    seen.clear();

    called(String.class, "thread");

    assertThat(seen).containsSubsequence("outer", "inner");
    await().until(() -> seen.contains("span"));
  }

  @Test
  void theMapperOfTheApplicationWritesValues() {
    assertThat(called(Object.class, "order", 7)).hasToString("{order_number=7.0}");
  }

  @Test
  void hubMethodsRunOnTheExecutorThatIsNamed() {
    assertThat(called(String.class, "thread")).isEqualTo("the desk");
  }

  @Test
  void aClientIsToldWhichArgumentIsNotValid() {
    assertThat(called(Integer.class, "price", 3)).isEqualTo(3);
    assertThat(catchThrowable(() -> called(Integer.class, "price", -3)))
        .hasMessageEndingWith(": must be one of ours");
  }

  @Test
  void aClientIsNotToldWhatOfAServiceIsNotValid() {
    assertThat(catchThrowable(() -> called(Integer.class, "discount")))
        .hasMessageContaining("invoking 'discount'")
        .hasMessageNotContaining("secret");
  }
}
